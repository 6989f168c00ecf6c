package io.nemcon.wire;

/** Rules for the names that processes tell each other. */
public final class WireName {

    /** The longest name. */
    public static final int CHARACTERS_MAX = 128;

    private WireName() {}

    /** Throws if a configured name is empty, too long or has control characters. */
    public static void check(String what, String name) {
        if (name.isBlank() || name.length() > CHARACTERS_MAX || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    what + " has 1 to " + CHARACTERS_MAX + " characters, none of them a control character");
        }
    }

    /** Text of a peer, made fit for a log line and an exception: no control characters, not too long. */
    public static String printable(String received, int charactersMax) {
        String cut = received.length() > charactersMax ? received.substring(0, charactersMax) : received;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
