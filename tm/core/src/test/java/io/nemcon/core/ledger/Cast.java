package io.nemcon.core.ledger;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.ResourceName;
import io.nemcon.core.id.SessionId;
import io.nemcon.core.protocol.DecidedBranch;
import io.nemcon.core.protocol.Witness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who plays in a story, by readable names: sessions ({@code app}), transactions ({@code app.1}, of another incarnation
 * {@code app.1@2}, of another group {@code foreign/app.1}) and branches ({@code app.1/orders#0}).
 */
final class Cast {

    static final GroupId GROUP = new GroupId(0x1122334455667788L);
    static final GroupId FOREIGN = new GroupId(0x0BADL);
    static final int INCARNATION = 1;

    private final Map<String, SessionId> sessions = new LinkedHashMap<>();
    private final Map<String, String> spoken = new LinkedHashMap<>();

    void enter(String name, SessionId session) {
        sessions.put(name, session);
    }

    /** A name that never entered is a session that nobody knows. */
    SessionId session(String name) {
        return sessions.getOrDefault(name, new SessionId(1_000_000_000_000L + Math.abs(name.hashCode())));
    }

    String name(SessionId session) {
        for (Map.Entry<String, SessionId> entry : sessions.entrySet()) {
            if (entry.getValue().equals(session)) {
                return entry.getKey();
            }
        }
        return session.toString();
    }

    Gtrid gtrid(String name) {
        boolean foreign = name.startsWith("foreign/");
        String own = foreign ? name.substring("foreign/".length()) : name;
        int at = own.indexOf('@');
        int incarnation = at < 0 ? INCARNATION : Integer.parseInt(own.substring(at + 1));
        String[] parts = (at < 0 ? own : own.substring(0, at)).split("\\.");
        Gtrid gtrid = new Gtrid(foreign ? FOREIGN : GROUP, incarnation, session(parts[0]), Long.parseLong(parts[1]));
        spoken.put(gtrid.toString(), name);
        return gtrid;
    }

    BranchId branch(String name) {
        int slash = name.lastIndexOf('/');
        DecidedBranch branch = branches(name.substring(slash + 1)).get(0);
        return branch.id(gtrid(name.substring(0, slash)));
    }

    String name(BranchId branch, ResourceName resource) {
        return inWords(branch.gtrid().toString()) + "/" + resource + "#" + branch.number();
    }

    /** {@code orders,stock:w731,audit#7}: a resource, its number (else its place in the list), its witness. */
    static List<DecidedBranch> branches(String list) {
        List<DecidedBranch> branches = new ArrayList<>();
        for (String item : list.split(",")) {
            String[] parts = item.split(":", 2);
            String[] place = parts[0].split("#");
            branches.add(new DecidedBranch(
                    new ResourceName(place[0]),
                    place.length > 1 ? Integer.parseInt(place[1]) : branches.size(),
                    parts.length > 1 ? new Witness(parts[1]) : Witness.NONE));
        }
        return branches;
    }

    /** The text with the names of the story in place of ids. */
    String inWords(String text) {
        String words = text;
        for (Map.Entry<String, String> entry : spoken.entrySet()) {
            words = words.replace(entry.getKey(), entry.getValue());
        }
        for (Map.Entry<String, SessionId> entry : sessions.entrySet()) {
            words = words.replaceAll("\\b" + entry.getValue() + "\\b", entry.getKey());
        }
        return words;
    }
}
