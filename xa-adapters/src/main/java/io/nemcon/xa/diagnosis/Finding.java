package io.nemcon.xa.diagnosis;

/**
 * What one check found. Immutable.
 *
 * @param check the check's name, two or three words
 * @param words what was found, with the figures
 * @param mend the exact statement or setting that mends it; empty if nothing has to be mended
 */
public record Finding(String check, Verdict verdict, String words, String mend) {

    /** How bad it is. */
    public enum Verdict {
        OK,
        /** The database can take part; an operator should know this. */
        NOTE,
        /** The database cannot take part safely before this is mended. */
        PROBLEM,
        /** Not looked at, because of what was found before, or for lack of time. */
        SKIPPED
    }

    public static Finding ok(String check, String words) {
        return new Finding(check, Verdict.OK, words, "");
    }

    public static Finding note(String check, String words, String mend) {
        return new Finding(check, Verdict.NOTE, words, mend);
    }

    public static Finding problem(String check, String words, String mend) {
        return new Finding(check, Verdict.PROBLEM, words, mend);
    }

    public static Finding skipped(String check, String why) {
        return new Finding(check, Verdict.SKIPPED, why, "");
    }

    /** In one line, what to do included. */
    public String sentence() {
        return check + ": " + words + (mend.isEmpty() ? "" : "; to mend it: " + mend);
    }
}
