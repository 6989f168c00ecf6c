package io.nemcon.samples.torture.matrix;

import io.nemcon.node.host.CrashPoint;
import io.nemcon.samples.torture.point.Action;

/** One of the matrix. Immutable. */
public record Cell(CrashPoint point, Action action, Role role) {

    /** {@code CLIENT_PREPARED/crash/app}: what a person picks it by. */
    public String name() {
        return point + "/" + action.word() + "/" + role.word();
    }

    @Override
    public String toString() {
        return name();
    }
}
