package io.nemcon.samples.demo;

import io.nemcon.samples.demo.bank.Note;
import io.nemcon.samples.demo.bank.Notes;
import io.nemcon.samples.demo.bank.Told;
import java.util.List;
import java.util.OptionalLong;

/**
 * A SIGKILL to the leader. Instants are of {@link System#currentTimeMillis}, the one clock that the apps share with the demo.
 *
 * @param sentMs just before the signal was sent
 * @param goneMs when the process had ended
 */
record LeaderKill(String node, long sentMs, long goneMs) {

    /**
     * From the signal to the next acknowledged commit, in milliseconds; empty if there was none.
     *
     * <p>Only a commit that was called after the old leader's process had ended counts: it cannot have been decided by that
     * one. Those that were under way and are decided by the new leader come a moment earlier, so this is never too short.
     */
    OptionalLong failoverMs(List<Notes> notes) {
        return notes.stream()
                .flatMap(app -> app.told().stream())
                .filter(note -> note.told() == Told.COMMITTED && note.endBeganMs() > goneMs)
                .mapToLong(Note::toldMs)
                .min()
                .stream()
                .map(toldMs -> toldMs - sentMs)
                .findFirst();
    }
}
