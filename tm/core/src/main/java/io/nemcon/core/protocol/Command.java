package io.nemcon.core.protocol;

import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.SessionId;

/** What an entry of the log can say. Time and term come with the entry, see {@link Entry}. */
public sealed interface Command {

    <R> R accept(Visitor<R> visitor);

    /** The first command of a group's life. Void when the group is already formed. */
    record FormGroup(GroupId group, int incarnation) implements Command {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.formGroup(this);
        }
    }

    /** The first command of a leader's term: once applied, the leader knows every session and may grant leases. */
    record LeaderStarted() implements Command {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.leaderStarted(this);
        }
    }

    /**
     * Opens a session, or answers with the one that the same key opened and that is still alive.
     *
     * @param keyHigh with {@code keyLow} 128 random bits of the client, so that a repeat opens no second session
     */
    record OpenSession(long keyHigh, long keyLow, SessionKind kind, String name, int ttlMs) implements Command {

        public static final int NAME_LENGTH_MAX = 128;

        public OpenSession {
            if (name.length() > NAME_LENGTH_MAX) {
                throw new IllegalArgumentException(
                        "session name of " + name.length() + " characters, limit " + NAME_LENGTH_MAX);
            }
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.openSession(this);
        }
    }

    /**
     * Ends a session and with it its undecided transactions.
     *
     * @param proposerTerm for EXPIRED: the term of the leader whose lease ran out; void when the entry is of another term
     */
    record EndSession(SessionId session, EndReason reason, long proposerTerm) implements Command {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.endSession(this);
        }
    }

    /** A request of a session. */
    record FromSession(RequestHeader header, SessionCommand body) implements Command {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.fromSession(this);
        }
    }

    /**
     * A person's word. It has no session: the same words by the same person are a repeat, and change nothing.
     *
     * @param who one line of text, as the person or its tool put it
     * @param why the same
     */
    record FromOperator(String who, String why, OperatorCommand body) implements Command {

        public static final int WHO_LENGTH_MAX = 100;
        public static final int WHY_LENGTH_MAX = 500;

        public FromOperator {
            requireLine("name of whoever asks", who, WHO_LENGTH_MAX);
            requireLine("reason", why, WHY_LENGTH_MAX);
        }

        private static void requireLine(String what, String text, int lengthMax) {
            if (text.isBlank()) {
                throw new IllegalArgumentException("the " + what + " is empty");
            }
            if (text.length() > lengthMax) {
                throw new IllegalArgumentException(
                        "the " + what + " has " + text.length() + " characters, limit " + lengthMax);
            }
            if (text.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("the " + what + " is not one line of text");
            }
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.fromOperator(this);
        }
    }

    /**
     * Forgets the sessions that ended longer ago than the retention time, by the time of the entry, and whose resources
     * were all scanned since.
     */
    record ForgetExpired(long retentionMs) implements Command {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.forgetExpired(this);
        }
    }

    /** Every replica notes the hash of its state at this entry. */
    record NoteHash() implements Command {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.noteHash(this);
        }
    }

    /** The hash that the leader noted at an earlier entry: a replica that noted another one stops. */
    record CompareHash(long atIndex, long hash) implements Command {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.compareHash(this);
        }
    }

    /** One method a command: adding a command breaks the compile wherever one is handled. */
    interface Visitor<R> {
        R formGroup(FormGroup command);

        R leaderStarted(LeaderStarted command);

        R openSession(OpenSession command);

        R endSession(EndSession command);

        R fromSession(FromSession command);

        R fromOperator(FromOperator command);

        R forgetExpired(ForgetExpired command);

        R noteHash(NoteHash command);

        R compareHash(CompareHash command);
    }
}
