package io.nemcon.samples.torture.plan;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What is done to processes, a database, a clock or a link, until the fault is over. */
public enum FaultKind {
    NODE_KILL(Lane.NODES, Deed.KILL),
    NODE_PAUSE(Lane.NODES, Deed.PAUSE),
    /** It and the other nodes do not hear each other; apps still reach it, and a leader may believe on for a while. */
    NODE_ISOLATE(Lane.NODES, Deed.ISOLATE),
    /** Two of three nodes at once: nothing can be decided until one is back. */
    MAJORITY_KILL(Lane.NODES, Deed.KILL),
    MAJORITY_PAUSE(Lane.NODES, Deed.PAUSE),
    /** All nodes at once: only disks remember. */
    GROUP_KILL(Lane.NODES, Deed.KILL),

    /** At the end another life of it is started. */
    APP_KILL(Lane.APPS, Deed.KILL),
    APP_PAUSE(Lane.APPS, Deed.PAUSE),
    /** One of its databases falls silent for it a moment before: so it dies between the two halves of what it does. */
    APP_STALL_KILL(Lane.APPS, Deed.KILL),
    /** The group falls silent for it a moment before: so it sleeps, often longer than its lease, on what it wants decided. */
    APP_STALL_PAUSE(Lane.APPS, Deed.PAUSE),
    /** All that work, at once. */
    APPS_KILL(Lane.APPS, Deed.KILL),

    /** Of the process that does not work, and finishes what others left. */
    AGENT_KILL(Lane.AGENT, Deed.KILL),
    AGENT_PAUSE(Lane.AGENT, Deed.PAUSE),

    DATABASE_RESTART(Lane.DATABASES, Deed.STOP),
    DATABASE_CRASH(Lane.DATABASES, Deed.KILL),
    DATABASE_PAUSE(Lane.DATABASES, Deed.PAUSE),
    /** Both at once. */
    DATABASES_CRASH(Lane.DATABASES, Deed.KILL),

    /** A process's wall clock is too late by {@link #JUMP}. */
    CLOCK_AHEAD(Lane.CLOCKS, Deed.JUMP),
    /** A process's wall clock is too early by {@link #JUMP}. */
    CLOCK_BACK(Lane.CLOCKS, Deed.JUMP),

    /** Frames vanish at random, the connection stays. */
    LINK_DROP(Lane.LINKS, Deed.WEATHER),
    /** Whatever passes comes late. */
    LINK_DELAY(Lane.LINKS, Deed.WEATHER),
    /** Frames arrive twice at random. */
    LINK_DUPLICATE(Lane.LINKS, Deed.WEATHER),
    /** Nothing passes either way, and nobody is told; the connection is reset at the end. */
    LINK_HALF_OPEN(Lane.LINKS, Deed.WEATHER),
    /** Requests pass, answers do not, and nobody is told; the connection is reset at the end. */
    LINK_NO_ANSWER(Lane.LINKS, Deed.WEATHER),
    /** Connections are reset, new ones are refused. */
    LINK_CUT(Lane.LINKS, Deed.WEATHER);

    /** Much longer than any lease, and than outcomes are kept: a clock that is wrong for a moment must do no harm at all. */
    public static final Duration JUMP = Duration.ofDays(30);

    /** How long somebody is silent before a stalled app is struck. */
    public static final Duration STALL = Duration.ofMillis(600);

    static final List<FaultKind> NODE = List.of(NODE_KILL, NODE_KILL, NODE_PAUSE, NODE_ISOLATE);
    static final List<FaultKind> NODES = List.of(MAJORITY_KILL, MAJORITY_PAUSE, GROUP_KILL);
    static final List<FaultKind> APP = List.of(APP_KILL, APP_PAUSE, APP_STALL_KILL, APP_STALL_KILL, APP_STALL_PAUSE);
    static final List<FaultKind> APPS = List.of(APPS_KILL);
    static final List<FaultKind> AGENT = List.of(AGENT_KILL, AGENT_PAUSE);
    static final List<FaultKind> DATABASE = List.of(DATABASE_RESTART, DATABASE_CRASH, DATABASE_PAUSE);
    static final List<FaultKind> DATABASES = List.of(DATABASES_CRASH);
    static final List<FaultKind> CLOCK = List.of(CLOCK_AHEAD, CLOCK_BACK);
    /** Between Nemcon's own processes, whose frames the proxy knows. */
    static final List<FaultKind> FRAMES =
            List.of(LINK_DROP, LINK_DELAY, LINK_DUPLICATE, LINK_HALF_OPEN, LINK_NO_ANSWER, LINK_CUT);
    /** To a database, whose protocol bears no lost or doubled message: TCP loses and doubles none. */
    static final List<FaultKind> STREAM = List.of(LINK_DELAY, LINK_HALF_OPEN, LINK_NO_ANSWER, LINK_CUT);

    private final Lane lane;
    private final Deed deed;

    FaultKind(Lane lane, Deed deed) {
        this.lane = lane;
        this.deed = deed;
    }

    public Lane lane() {
        return lane;
    }

    public Deed deed() {
        return deed;
    }

    /** As it stands in a report: {@code nodeKill}. */
    public String word() {
        String[] words = name().toLowerCase(Locale.ROOT).split("_", -1);
        StringBuilder word = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            word.append(words[i].substring(0, 1).toUpperCase(Locale.ROOT)).append(words[i].substring(1));
        }
        return word.toString();
    }

    /** Whether its victim is a link. */
    public boolean onLink() {
        return lane == Lane.LINKS;
    }

    /** Whether it strikes several at once. */
    public boolean wide() {
        return NODES.contains(this) || APPS.contains(this) || DATABASES.contains(this);
    }
}
