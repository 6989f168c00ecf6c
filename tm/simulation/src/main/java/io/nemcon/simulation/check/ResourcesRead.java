package io.nemcon.simulation.check;

import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.Result;
import io.nemcon.core.protocol.SessionCommand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the log says of resources, read independently of the ledger's code: who their agents are, and how far each was
 * scanned.
 */
final class ResourcesRead {

    /** A complete scan that the log took. */
    private record Scan(long throughIndex, long listedNs) {}

    /** What a session says about being an agent of a resource. */
    private record Word(SessionId session, ResourceName resource, long number) {}

    private static final class Resource {
        final Map<SessionId, Long> newest = new HashMap<>();
        final Set<SessionId> agents = new HashSet<>();
        final List<Scan> scans = new ArrayList<>();
        long scannedThrough;
    }

    private final Map<ResourceName, Resource> resources = new HashMap<>();

    /** Words that counted when the log took them, and those that were outdated by then. One that comes twice may be both. */
    private final Set<Word> counted = new HashSet<>();

    private final Set<Word> outdated = new HashSet<>();

    // ---- what the log says

    void registered(SessionId sender, boolean alive, SessionCommand.RegisterAgent command) {
        Word word = new Word(sender, command.resource(), command.number());
        if (alive && counts(word)) {
            of(command.resource()).agents.add(sender);
        }
    }

    void unregistered(SessionId sender, boolean alive, SessionCommand.UnregisterAgent command) {
        Word word = new Word(sender, command.resource(), command.number());
        if (!alive) {
            counted.add(word); // its session's end took it off: that is done
        } else if (counts(word)) {
            of(command.resource()).agents.remove(sender);
        }
    }

    private boolean counts(Word word) {
        Resource resource = of(word.resource());
        boolean counts = word.number() >= resource.newest.getOrDefault(word.session(), 0L);
        if (counts) {
            resource.newest.put(word.session(), word.number());
        }
        (counts ? counted : outdated).add(word);
        return counts;
    }

    private Resource of(ResourceName name) {
        return resources.computeIfAbsent(name, of -> new Resource());
    }

    void ended(SessionId session) {
        for (Resource resource : resources.values()) {
            resource.newest.remove(session);
            resource.agents.remove(session);
        }
    }

    /** @param listedNs when it listed first what is prepared */
    void scanned(SessionId sender, SessionCommand.Scanned command, long atIndex, long listedNs) {
        Resource resource = resources.get(command.resource());
        if (resource != null && resource.agents.contains(sender) && command.throughIndex() <= atIndex) {
            resource.scans.add(new Scan(command.throughIndex(), listedNs));
            resource.scannedThrough = Math.max(resource.scannedThrough, command.throughIndex());
        }
    }

    // ---- what follows from it

    Map<ResourceName, Set<SessionId>> agents() {
        Map<ResourceName, Set<SessionId>> agents = new HashMap<>();
        resources.forEach((name, resource) -> agents.put(name, Set.copyOf(resource.agents)));
        return agents;
    }

    /** The index up to which every resource was scanned; below every index if there is none. */
    long allScannedThrough() {
        return resources.values().stream()
                .mapToLong(resource -> resource.scannedThrough)
                .min()
                .orElse(-1);
    }

    /** By resource, when the last list was made that any complete scan of what ended with that entry began with. */
    Map<ResourceName, Long> listedSince(long endIndex) {
        Map<ResourceName, Long> listed = new HashMap<>();
        resources.forEach((name, resource) -> resource.scans.stream()
                .filter(scan -> scan.throughIndex() >= endIndex)
                .forEach(scan -> listed.merge(name, scan.listedNs(), Math::max)));
        return listed;
    }

    /** What is wrong with the answer to a word on being an agent, in words; empty if nothing is. */
    String wrongAnswer(SessionId sender, SessionCommand command, Result result) {
        if (command instanceof SessionCommand.RegisterAgent register) {
            return wrongAnswer(new Word(sender, register.resource(), register.number()), result);
        } else if (command instanceof SessionCommand.UnregisterAgent unregister) {
            return wrongAnswer(new Word(sender, unregister.resource(), unregister.number()), result);
        }
        return "";
    }

    private String wrongAnswer(Word word, Result result) {
        String said = "word " + word.number() + " of " + word.session() + " on being an agent of " + word.resource();
        if (result instanceof Result.NotApplicable) {
            return outdated.contains(word) ? "" : said + " is answered as outdated, and was the newest";
        } else if (result instanceof Result.AgentRegistered || result instanceof Result.Done) {
            return counted.contains(word) ? "" : said + " counts, though a newer one came before it";
        }
        return "";
    }
}
