@NullMarked
package io.nemcon.benchmarks;

import org.jspecify.annotations.NullMarked;
