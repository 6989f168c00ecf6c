package io.nemcon.samples.demo;

/**
 * How the demo is to run. Immutable.
 *
 * @param seconds how long the apps work
 * @param nodes TM nodes
 * @param threads of each app
 * @param keep whether the folder with logs, notes and databases stays
 */
record DemoOptions(int seconds, Db db, int nodes, Kill kill, int threads, boolean keep) {

    static final int SECONDS_MIN = 2;
    static final int SECONDS_MAX = 3_600;
    static final int THREADS_MAX = 64;

    DemoOptions {
        check("--seconds", seconds, SECONDS_MIN, SECONDS_MAX);
        check("--threads", threads, 1, THREADS_MAX);
        if (nodes != 1 && nodes != 3 && nodes != 5) {
            throw new IllegalArgumentException("--nodes takes 1, 3 or 5, not " + nodes);
        }
    }

    private static void check(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(option + " takes " + least + " to " + most + ", not " + value);
        }
    }

    /** Which databases. Named as they are typed. */
    enum Db {
        postgresql,
        mariadb,
        h2
    }

    /** Who is killed. Named as it is typed. */
    enum Kill {
        none,
        leader,
        app,
        both;

        boolean leader() {
            return this == leader || this == both;
        }

        boolean app() {
            return this == app || this == both;
        }
    }
}
