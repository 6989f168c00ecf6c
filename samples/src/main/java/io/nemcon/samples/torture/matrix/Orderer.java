package io.nemcon.samples.torture.matrix;

import io.nemcon.samples.torture.point.PointApp;
import io.nemcon.samples.torture.point.WorkKind;

/** Numbers orders. One thread. */
final class Orderer {

    private int last;

    /** Returns its id. */
    String order(Seat app, WorkKind kind) {
        last++;
        String id = "order-" + last;
        app.child().tell(PointApp.DO + " " + id + " " + kind);
        return id;
    }
}
