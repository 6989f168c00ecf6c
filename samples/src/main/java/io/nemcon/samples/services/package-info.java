/**
 * Three services, each a process with a database of its own, and orders that are written, taken from stock and paid as one.
 *
 * <p>Start reading at {@link io.nemcon.samples.services.OrderService}: it begins the transaction; the others are told to take part.
 */
@NullMarked
package io.nemcon.samples.services;

import org.jspecify.annotations.NullMarked;
