package io.nemcon.agent.cli;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** @param listen where its health may be asked; null if nowhere */
record HealthConfig(@Nullable InetSocketAddress listen, int preparedWarningPercent) {}
