/**
 * Hibernate under Nemcon's transactions: what to copy into an application.
 *
 * <p>May import: the client, the data source and the framework. Start reading at {@link io.nemcon.frameworks.hibernate.NemconJtaPlatform}.
 */
@NullMarked
package io.nemcon.frameworks.hibernate;

import org.jspecify.annotations.NullMarked;
