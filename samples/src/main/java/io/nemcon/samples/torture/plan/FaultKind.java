package io.nemcon.samples.torture.plan;

import java.util.List;
import java.util.Locale;

/** What is done to a process, a database or a link, until the fault is over. */
public enum FaultKind {
    /** SIGKILL; started again at the end. */
    NODE_KILL,
    /** SIGSTOP; SIGCONT at the end. */
    NODE_PAUSE,
    /** SIGKILL; another life of it is started at the end. */
    APP_KILL,
    /** SIGSTOP; SIGCONT at the end. */
    APP_PAUSE,
    /** An orderly stop that does not wait for clients; started again at the end. */
    DATABASE_RESTART,
    /** SIGKILL of all its processes; started again at the end. */
    DATABASE_CRASH,
    /** SIGSTOP of all its processes; SIGCONT at the end. */
    DATABASE_PAUSE,
    /** Frames vanish at random, the connection stays. */
    LINK_DROP,
    /** Whatever passes comes late. */
    LINK_DELAY,
    /** Frames arrive twice at random. */
    LINK_DUPLICATE,
    /** Nothing passes either way, and nobody is told; the connection is reset at the end. */
    LINK_HALF_OPEN,
    /** Requests pass, answers do not, and nobody is told; the connection is reset at the end. */
    LINK_NO_ANSWER,
    /** Connections are reset, new ones are refused. */
    LINK_CUT;

    static final List<FaultKind> NODE = List.of(NODE_KILL, NODE_KILL, NODE_PAUSE);
    static final List<FaultKind> APP = List.of(APP_KILL, APP_KILL, APP_PAUSE);
    static final List<FaultKind> DATABASE = List.of(DATABASE_RESTART, DATABASE_CRASH, DATABASE_PAUSE);
    /** Between Nemcon's own processes, whose frames the proxy knows. */
    static final List<FaultKind> FRAMES =
            List.of(LINK_DROP, LINK_DELAY, LINK_DUPLICATE, LINK_HALF_OPEN, LINK_NO_ANSWER, LINK_CUT);
    /** To a database, whose protocol bears no lost or doubled message: TCP loses and doubles none. */
    static final List<FaultKind> STREAM = List.of(LINK_DELAY, LINK_HALF_OPEN, LINK_NO_ANSWER, LINK_CUT);

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
        return name().startsWith("LINK_");
    }
}
