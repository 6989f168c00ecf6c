/**
 * MyBatis under Nemcon's transactions.
 *
 * <p>May import: the client, the data source and the framework. Start reading at {@link io.nemcon.frameworks.mybatis.Sessions}.
 */
@NullMarked
package io.nemcon.frameworks.mybatis;

import org.jspecify.annotations.NullMarked;
