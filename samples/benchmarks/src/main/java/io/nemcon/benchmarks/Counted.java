package io.nemcon.benchmarks;

import io.nemcon.benchmarks.system.SystemName;

/** What measures of several rounds have in common. */
record Counted(SystemName system, int threads) {}
