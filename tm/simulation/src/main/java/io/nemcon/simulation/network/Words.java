package io.nemcon.simulation.network;

import io.nemcon.core.id.Gtrid;
import io.nemcon.core.protocol.Answer;
import io.nemcon.core.protocol.AnswerCodec;
import io.nemcon.core.protocol.Command;
import io.nemcon.core.protocol.CommandCodec;
import io.nemcon.core.protocol.Query;
import io.nemcon.core.protocol.QueryCodec;
import io.nemcon.core.protocol.ResultCodec;
import io.nemcon.core.protocol.SessionCommand;
import io.nemcon.node.LedgerProtocol;
import java.util.List;
import java.util.stream.Collectors;

/** Messages of the ledger's service, short enough for a line of a trace. */
public final class Words {

    private Words() {}

    /** Session and sequence: there is one group in a simulation. */
    public static String of(Gtrid gtrid) {
        return gtrid.session() + "." + gtrid.sequence();
    }

    public static String of(List<Gtrid> gtrids) {
        return gtrids.stream().map(Words::of).collect(Collectors.joining(" "));
    }

    public static String of(Command command) {
        if (command instanceof Command.FromSession from) {
            return from.header().session() + " " + of(from.body());
        } else if (command instanceof Command.OpenSession open) {
            return "OpenSession " + open.name();
        } else if (command instanceof Command.EndSession end) {
            return "EndSession " + end.session() + " " + end.reason();
        }
        return command.toString();
    }

    private static String of(SessionCommand body) {
        if (body instanceof SessionCommand.Decide decide) {
            return "DECIDE " + decide.decision() + " " + of(decide.gtrid())
                    + decide.branches().stream()
                            .map(branch -> " " + branch.resource() + "/" + branch.number())
                            .collect(Collectors.joining());
        } else if (body instanceof SessionCommand.Finished finished) {
            return "FINISHED"
                    + finished.branches().stream()
                            .map(one -> " " + of(one.branch().gtrid()) + "/"
                                    + one.branch().number())
                            .collect(Collectors.joining());
        }
        return body.toString();
    }

    static String ofMethod(int method) {
        return switch (method) {
            case LedgerProtocol.PROPOSE -> "PROPOSE";
            case LedgerProtocol.QUERY -> "QUERY";
            case LedgerProtocol.HEARTBEAT -> "HEARTBEAT";
            case LedgerProtocol.INQUIRE -> "INQUIRE";
            default -> "method " + method;
        };
    }

    static String ofRequest(int method, byte[] payload) {
        return switch (method) {
            case LedgerProtocol.PROPOSE -> of(CommandCodec.decode(payload));
            case LedgerProtocol.QUERY -> of(QueryCodec.decode(payload));
            case LedgerProtocol.HEARTBEAT -> "HEARTBEAT " + LedgerProtocol.decodeSession(payload);
            case LedgerProtocol.INQUIRE -> "INQUIRE " + of(LedgerProtocol.decodeGtrids(payload));
            default -> ofMethod(method);
        };
    }

    static String ofReply(int method, byte[] reply) {
        return switch (method) {
            case LedgerProtocol.PROPOSE -> ResultCodec.decode(reply).toString();
            case LedgerProtocol.QUERY -> of(AnswerCodec.decode(reply));
            case LedgerProtocol.HEARTBEAT -> LedgerProtocol.decodeAlive(reply) ? "HEARTBEAT alive" : "HEARTBEAT ended";
            default -> ofMethod(method) + " done";
        };
    }

    private static String of(Query query) {
        if (query instanceof Query.Outcomes outcomes) {
            return "Outcomes " + of(outcomes.gtrids());
        } else if (query instanceof Query.Unfinished unfinished) {
            return "Unfinished " + unfinished.resource();
        }
        return query.getClass().getSimpleName();
    }

    private static String of(Answer answer) {
        if (answer instanceof Answer.Outcomes outcomes) {
            return outcomes.outcomes().stream()
                    .map(one -> of(one.gtrid()) + " " + one.outcome() + (one.ownerAlive() ? "" : " owner gone"))
                    .collect(Collectors.joining(", "));
        } else if (answer instanceof Answer.Unfinished unfinished) {
            return unfinished.branches().size() + " unfinished"
                    + unfinished.branches().stream()
                            .map(one -> " " + of(one.branch().gtrid()) + "/"
                                    + one.branch().number() + " " + one.decision())
                            .collect(Collectors.joining(","));
        }
        return answer.getClass().getSimpleName();
    }

    static String ofPush(int method, byte[] payload) {
        return switch (method) {
            case LedgerProtocol.AGENT_WANTED -> "news: agent wanted " + LedgerProtocol.decodeResources(payload);
            case LedgerProtocol.OWNER_ASKED -> "news: owner asked " + of(LedgerProtocol.decodeGtrids(payload));
            case LedgerProtocol.SESSION_ENDED -> "news: session ended " + LedgerProtocol.decodeSession(payload);
            default -> "news " + method;
        };
    }
}
