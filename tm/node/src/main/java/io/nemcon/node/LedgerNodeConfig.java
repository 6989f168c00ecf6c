package io.nemcon.node;

import java.time.Duration;

/**
 * How a node runs its ledger. Immutable.
 *
 * @param endSessionsAtStart whether sessions found alive are ended when this node starts to lead: for a ledger inside one
 *     process, whose sessions died with it
 * @param disconnectGrace how long a session lives on after its connection died
 * @param retention how long outcomes of ended sessions are kept
 * @param hashInterval how often replicas compare the hash of their state
 * @param commandsWaitingMax commands waiting to be proposed; more are refused
 * @param commandsPerEntryMax commands put into one entry
 * @param entriesInFlightMax entries proposed and not yet applied; while so many are, commands gather for the next
 */
public record LedgerNodeConfig(
        boolean endSessionsAtStart,
        Duration disconnectGrace,
        Duration retention,
        Duration hashInterval,
        int commandsWaitingMax,
        int commandsPerEntryMax,
        int entriesInFlightMax) {

    /** For a node of a group. */
    public static LedgerNodeConfig forGroup() {
        return new LedgerNodeConfig(
                false, Duration.ofSeconds(1), Duration.ofDays(7), Duration.ofMinutes(5), 100_000, 1_024, 4);
    }

    /** For a ledger inside an application's process. */
    public static LedgerNodeConfig embedded() {
        return new LedgerNodeConfig(
                true, Duration.ofSeconds(1), Duration.ofDays(7), Duration.ofHours(1), 100_000, 1_024, 2);
    }

    public LedgerNodeConfig withDisconnectGrace(Duration newGrace) {
        return new LedgerNodeConfig(
                endSessionsAtStart,
                newGrace,
                retention,
                hashInterval,
                commandsWaitingMax,
                commandsPerEntryMax,
                entriesInFlightMax);
    }

    public LedgerNodeConfig withRetention(Duration newRetention) {
        return new LedgerNodeConfig(
                endSessionsAtStart,
                disconnectGrace,
                newRetention,
                hashInterval,
                commandsWaitingMax,
                commandsPerEntryMax,
                entriesInFlightMax);
    }
}
