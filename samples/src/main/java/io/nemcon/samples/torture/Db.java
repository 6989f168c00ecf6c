package io.nemcon.samples.torture;

import io.nemcon.samples.demo.database.ServerKind;

/** Which databases. Named as they are typed. */
enum Db {
    postgres(ServerKind.POSTGRESQL, ServerKind.POSTGRESQL),
    mixed(ServerKind.POSTGRESQL, ServerKind.MARIADB),
    mariadb(ServerKind.MARIADB, ServerKind.MARIADB);

    private final ServerKind first;
    private final ServerKind second;

    Db(ServerKind first, ServerKind second) {
        this.first = first;
        this.second = second;
    }

    ServerKind first() {
        return first;
    }

    ServerKind second() {
        return second;
    }
}
