package io.nemcon.server.cli.operator;

import io.nemcon.core.id.BranchId;
import io.nemcon.core.protocol.Answer.IncidentInfo;
import io.nemcon.core.protocol.IncidentKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an incident means and what a person does about it: in short what docs/operations.md says at length. */
final class Advice {

    private Advice() {}

    static String meaning(IncidentKind kind) {
        return switch (kind) {
            case FORGOTTEN_BRANCH ->
                "prepared and holding its locks; what was decided is older than what the group keeps";
            case LOST_BRANCH -> "decided COMMIT; its database neither has it prepared nor can prove that it committed";
            case HEURISTIC_COMMIT -> "decided ABORT; its database committed it, by somebody's hand";
            case HEURISTIC_ROLLBACK -> "decided COMMIT; its database rolled it back, by somebody's hand";
            case HEURISTIC_MIXED -> "ended by its resource itself, partly each way or in a way that it can't tell";
            case FOREIGN_BRANCH -> "prepared by another transaction manager or group, and holding its locks";
            case RESOURCE_NOT_SCANNED ->
                "no agent has looked through it for long, so outcomes are kept though their time is over";
            case RESOURCE_SET_BACK ->
                "its database is in an older state than before, as after a backup was restored: what came later is lost";
        };
    }

    /** Sentences, then the command that ends it. Empty once it is closed. */
    static List<String> whatToDo(IncidentInfo incident) {
        List<String> steps = new ArrayList<>();
        if (incident.closing() != null) {
            return steps;
        }
        String close = "nemcon incident close " + incident.incident() + " --reason \"...\"";
        switch (incident.kind()) {
            case FORGOTTEN_BRANCH -> {
                steps.add(
                        "Find out from the transaction's other databases whether it committed there, then decide the same;"
                                + " agents carry it out, and the incident closes by itself:");
                steps.add("nemcon tx resolve " + tx(incident) + " commit --reason \"...\"");
                steps.add("nemcon tx resolve " + tx(incident) + " rollback --reason \"...\"");
            }
            case LOST_BRANCH -> {
                steps.add(
                        "Was the database restored or failed over? Look whether the transaction's work is there; if it is"
                                + " missing, do it again by hand. Then:");
                steps.add(close);
            }
            case HEURISTIC_COMMIT -> {
                steps.add(
                        "Find out who committed it, and undo the work by hand: the other branches are rolled back. Then:");
                steps.add(close);
            }
            case HEURISTIC_ROLLBACK -> {
                steps.add(
                        "Find out who rolled it back, and do the work again by hand: the other branches are committed."
                                + " Then:");
                steps.add(close);
            }
            case HEURISTIC_MIXED -> {
                steps.add("Find out from the resource what is there, and repair the data by the decision. Then:");
                steps.add(close);
            }
            case FOREIGN_BRANCH -> {
                steps.add(
                        "Nemcon never touches it. Find the transaction manager it belongs to and have it ended there; an old"
                                + " group of yours that lost its disks is none any more: then end it by the database's own statement."
                                + " Then:");
                steps.add(close);
            }
            case RESOURCE_SET_BACK -> {
                steps.add(
                        "No transaction commits there until this is closed. Was a backup restored, or did an older replica take"
                                + " over? If a newer state is to be had, bring it in. Else find out from the other databases what is"
                                + " missing, and do it again by hand. Then, to go on with the database as it is:");
                steps.add(close);
            }
            case RESOURCE_NOT_SCANNED ->
                steps.add("Start an agent of the resource, or see why the one there does not reach its database: the"
                        + " incident closes with the next scan. See nemcon resource show " + incident.resource());
        }
        return steps;
    }

    /** The transaction that it is about; null if it is none of ours. */
    static @Nullable String tx(IncidentInfo incident) {
        BranchId branch = BranchId.parse(incident.branch());
        return branch == null ? null : branch.gtrid().toString();
    }
}
