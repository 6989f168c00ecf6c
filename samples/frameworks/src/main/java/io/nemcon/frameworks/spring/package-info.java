/**
 * Spring's transactions over Nemcon's: a configuration to copy.
 *
 * <p>May import: the client, the data source and the framework. Start reading at {@link io.nemcon.frameworks.spring.ShopConfiguration}.
 */
@NullMarked
package io.nemcon.frameworks.spring;

import org.jspecify.annotations.NullMarked;
