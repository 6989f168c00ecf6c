/**
 * Bars in SVG, without a library.
 *
 * <p>Imports nothing of ours. Start reading at {@link io.nemcon.benchmarks.chart.BarChart}.
 */
@NullMarked
package io.nemcon.benchmarks.chart;

import org.jspecify.annotations.NullMarked;
