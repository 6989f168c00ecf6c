package io.nemcon.server.cli.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.core.id.Gtrid;
import io.nemcon.core.protocol.IncidentKind;
import io.nemcon.node.LedgerProtocol;
import io.nemcon.wire.WireCall;
import io.nemcon.wire.WireLimits;
import io.nemcon.wire.WirePeer;
import io.nemcon.wire.WireSecurity;
import io.nemcon.wire.WireService;
import io.nemcon.wire.WireStatus;
import io.nemcon.wire.server.WireServer;
import io.nemcon.wire.server.WireServerConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What an operator types, reads and gets as exit code (scenarios 60, 65, 66, 68, 73). */
class OperatorCommandsTest {

    private static final String WHY = "stock shows no trace of it";

    @picocli.CommandLine.Command(
            name = "nemcon",
            subcommands = {TxCommand.class, IncidentCommand.class, ResourceCommand.class})
    private static final class Root {}

    @TempDir
    Path folder;

    private OperatedNode node;
    private String nodes = "";
    private String out = "";
    private String err = "";

    @BeforeEach
    void start() throws Exception {
        node = new OperatedNode(folder.resolve("log"), WireSecurity.none());
        nodes = node.endpoint();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private int run(String... arguments) {
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(2, List.of("--nodes", nodes));
        int code = new CommandLine(new Root())
                .setOut(new PrintWriter(output))
                .setErr(new PrintWriter(errors))
                .execute(all.toArray(String[]::new));
        out = output.toString();
        err = errors.toString();
        assertThat(out.lines().filter(line -> !line.startsWith("{")))
                .as("no line is wider than a terminal")
                .allMatch(line -> line.length() <= Table.WIDTH);
        return code;
    }

    private static String times(String json) {
        return json.replaceAll("\"20[0-9T:.-]+Z\"", "T");
    }

    @Test
    void aForgottenTransactionIsListedShownAndDecidedAndItsIncidentClosesWithTheAgentsReport() throws Exception {
        Gtrid tx = node.forgotten(1);
        long incident = node.reportForgotten(tx);
        assertThat(run("tx", "list")).isZero();
        assertThat(out.lines().skip(1))
                .singleElement()
                .asString()
                .matches(tx + "  FORGOTTEN  \\d+ s  1/1   -      orders");
        assertThat(run("tx", "show", tx.toString())).isZero();
        assertThat(out)
                .contains("outcome     FORGOTTEN", "which the group does not know", "1 reported as prepared:")
                .contains("orders  " + tx + "-", "incident    " + incident + ", open: FORGOTTEN_BRANCH of orders");
        assertThat(run("incident", "show", String.valueOf(incident))).isZero();
        assertThat(out).contains("nemcon tx resolve " + tx + " rollback --reason \"...\"");

        assertThat(run("tx", "resolve", tx.toString(), "rollback", "--reason", WHY, "--who", "ann", "--dry-run"))
                .isZero();
        assertThat(out)
                .contains("would be ABORT; nothing was changed")
                .contains("orders: rolled back by agent agent at db1");
        assertThat(run("tx", "show", tx.toString())).isZero();
        assertThat(out).contains("outcome     FORGOTTEN");

        assertThat(run("tx", "resolve", tx.toString(), "rollback", "--reason", WHY, "--who", "ann"))
                .isZero();
        assertThat(out).contains("decision    ABORT, for ever", "orders: rolled back by agent agent at db1");
        assertThat(run("tx", "show", tx.toString())).isZero();
        assertThat(out).contains("outcome     ABORTED (OPERATOR)", "resolved    ABORT by ann, 20", ": " + WHY);
        node.finished(tx);
        assertThat(run("tx", "list")).isZero();
        assertThat(out.lines()).hasSize(1);
        assertThat(run("incident", "list", "--closed")).isZero();
        assertThat(out).containsPattern(incident + " +FORGOTTEN_BRANCH +orders").contains("ann  " + WHY);
    }

    @Test
    void whatIsDecidedIsRefusedInWords() throws Exception {
        Gtrid tx = node.committed(1);
        assertThat(run("tx", "resolve", tx + "-cea6b13840ee1f1d00000000", "rollback", "--reason", "stuck"))
                .isEqualTo(1);
        assertThat(err).startsWith("nemcon tx resolve: refused: tx " + tx + " is decided: COMMITTED");
        assertThat(out).isEmpty();
        assertThat(run("tx", "resolve", tx.toString(), "rollback", "--reason", "stuck", "--dry-run"))
                .isEqualTo(1);
        assertThat(err).contains("would be refused: tx " + tx + " is decided: COMMITTED");
        assertThat(run("tx", "resolve", tx.toString(), "rollback", "--reason", "stuck", "--output", "json"))
                .isEqualTo(1);
        assertThat(out)
                .startsWith("{\"decision\":\"ABORT\",\"dryRun\":false,\"accepted\":false,\"refusal\":\"tx " + tx);
    }

    @Test
    void aPendingTransactionCanOnlyBeRolledBack() throws Exception {
        Gtrid tx = node.gtrid(node.app, 5);
        assertThat(run("tx", "show", tx.toString())).isZero();
        assertThat(out)
                .contains("outcome     PENDING", "owner       shop, session " + node.app + ", alive")
                .contains("known to its owner alone until it decides");
        assertThat(run("tx", "resolve", tx.toString(), "commit", "--reason", "slow"))
                .isEqualTo(1);
        assertThat(err).contains("it alone can commit; rollback is possible");
        assertThat(run("tx", "resolve", tx.toString(), "rollback", "--reason", "slow"))
                .isZero();
        assertThat(out).contains("the group knows of none");
        assertThat(run("tx", "show", tx.toString())).isZero();
        assertThat(out).contains("ABORTED (OPERATOR)", "none is left that the group knows of");
    }

    @Test
    void anIncidentIsListedShownAndClosedAndItsBranchIsFinished() throws Exception {
        Gtrid tx = node.committed(1);
        String branch = tx + "-cea6b13840ee1f1d00000000";
        long incident = node.report(
                IncidentKind.HEURISTIC_ROLLBACK,
                branch,
                "decided COMMIT, and the database rolled it back: witness '731'");
        node.report(IncidentKind.HEURISTIC_ROLLBACK, branch, "again");
        String id = String.valueOf(incident);
        assertThat(run("incident", "list", "--check")).isEqualTo(5);
        assertThat(out)
                .contains("INCIDENT  KIND")
                .containsPattern(id + " +HEURISTIC_ROLLBACK  orders +\\d+ s +\\d+ s +2 +decided COMMIT, and");
        assertThat(run("incident", "show", id)).isZero();
        assertThat(out)
                .contains("incident    " + id + ", open", "by somebody's hand", "2 reports", branch)
                .contains("nemcon incident close " + id);
        assertThat(run("incident", "close", id, "--reason", "booked by hand", "--dry-run"))
                .isZero();
        assertThat(out).contains("would be    closed");
        assertThat(run("incident", "close", id, "--reason", "booked by hand", "--who", "ann"))
                .isZero();
        assertThat(out).contains("is          closed; its branch counts as finished");
        assertThat(run("tx", "list")).isZero();
        assertThat(out.lines()).hasSize(1);
        assertThat(run("incident", "list", "--check")).isZero();
        assertThat(run("incident", "show", id)).isZero();
        assertThat(out).contains("by ann: booked by hand").doesNotContain("what to do");
        assertThat(run("incident", "close", id, "--reason", "another", "--who", "bob"))
                .isEqualTo(1);
        assertThat(err).contains("was closed before, by ann: booked by hand");
    }

    @Test
    void programsGetTheSameAsJson() throws Exception {
        Gtrid tx = node.forgotten(1);
        long incident = node.reportForgotten(tx);
        assertThat(run("incident", "list", "--output", "json")).isZero();
        String json = times(out.strip());
        assertThat(json)
                .startsWith("{\"incidents\":[{\"incident\":" + incident
                        + ",\"kind\":\"FORGOTTEN_BRANCH\",\"resource\":\"orders\",\"branch\":\"" + tx
                        + "-cea6b13840ee1f1d00000000\",\"tx\":\"" + tx
                        + "\",\"evidence\":\"prepared for 600 s\",\"openedAt\":T,\"lastSeenAt\":T,\"reports\":1,"
                        + "\"closing\":null,\"meaning\":\"")
                .endsWith("],\"more\":false,\"next\":null}");
        assertThat(run("tx", "list", "--output", "json")).isZero();
        assertThat(times(out.strip()))
                .isEqualTo("{\"transactions\":[{\"tx\":\"" + tx
                        + "\",\"outcome\":\"FORGOTTEN\",\"reason\":\"NONE\",\"since\":T,"
                        + "\"owner\":{\"session\":\"s3\",\"name\":null,\"alive\":false},\"branches\":1,\"unfinished\":1,"
                        + "\"resources\":[\"orders\"],\"place\":" + incident + "}],\"more\":false,\"next\":null}");
        assertThat(run("tx", "resolve", tx.toString(), "commit", "--reason", WHY, "--who", "ann", "--output", "json"))
                .isZero();
        assertThat(times(out))
                .startsWith("{\"decision\":\"COMMIT\",\"dryRun\":false,\"accepted\":true,\"refusal\":null,"
                        + "\"transaction\":{\"tx\":\"" + tx + "\",\"outcome\":\"COMMITTED\"")
                .contains("\"left\":[{\"resource\":\"orders\",\"branch\":\"" + tx)
                .contains(
                        "\"resolution\":{\"decision\":\"COMMIT\",\"who\":\"ann\",\"reason\":\"" + WHY + "\",\"at\":T}");
        assertThat(run("resource", "list", "--output", "json")).isZero();
        assertThat(times(out.strip()))
                .isEqualTo("{\"resources\":[{\"resource\":\"orders\",\"activeAgent\":{\"session\":\"" + node.agent
                        + "\",\"name\":\"agent at db1\",\"kind\":\"AGENT\"},\"standbyAgents\":[],\"agents\":1,"
                        + "\"lastFullScanAt\":null,\"scanWanted\":true,\"unfinished\":1,\"oldestUnfinishedSince\":T,"
                        + "\"incidentsOpen\":1}],"
                        + "\"more\":false,\"next\":null}");
    }

    @Test
    void resourcesAreListedWithTheirAgents() throws Exception {
        node.committed(1);
        assertThat(run("resource", "list", "--check")).isZero();
        assertThat(out).containsPattern("agent at db1 +0 +never +1 +\\d+ s +0 +orders");
        assertThat(run("resource", "show", "orders", "--check")).isZero();
        assertThat(out)
                .contains(
                        "active      agent at db1, agent session " + node.agent,
                        "1 branches of decided transactions, the oldest decided ");
        assertThat(run("resource", "show", "stock")).isEqualTo(1);
        assertThat(err).contains("no agent ever registered resource stock");
        node.reportForgotten(node.forgotten(1));
        assertThat(run("resource", "list", "--check")).isEqualTo(5);
        assertThat(run("resource", "show", "orders", "--check")).isEqualTo(5);
        assertThat(run("resource", "show", "orders")).isZero();
    }

    @Test
    void aLongListComesInPages() throws Exception {
        for (int i = 1; i <= 3; i++) {
            node.committed(i);
        }
        assertThat(run("tx", "list", "--limit", "2")).isZero();
        assertThat(out.lines()).hasSize(3);
        assertThat(err).contains("there are more; the next page: --after ");
        String after = err.strip().substring(err.strip().lastIndexOf(' ') + 1);
        assertThat(run("tx", "list", "--limit", "2", "--after", after)).isZero();
        assertThat(out.lines()).hasSize(2);
        assertThat(out).contains(node.gtrid(node.app, 3).toString());
        assertThat(err).isEmpty();
        assertThat(run("tx", "list", "--limit", "1001")).isEqualTo(2);
        assertThat(err).contains("pageRowsMax is 1000");
    }

    /** What others named their branches is shown without what would move the terminal's cursor. */
    @Test
    void namesOfOthersDoNotReachTheTerminalAsTheyAre() throws Exception {
        long incident = node.report(IncidentKind.FOREIGN_BRANCH, "evil\u001b[2J\nname", "prepared for 900 s\u0007");
        assertThat(run("incident", "list")).isZero();
        assertThat(out.codePoints().filter(Character::isISOControl)).containsOnly((int) '\n');
        assertThat(run("incident", "show", String.valueOf(incident))).isZero();
        assertThat(out).contains("evil?[2J?name");
    }

    @Test
    void wrongUsageExitsWith2AndNamesWhatIsWrong() {
        assertThat(run("tx", "show", "17")).isEqualTo(2);
        assertThat(err).contains("'17' is no transaction id", "56 hexadecimal digits");
        String tx = node.forgotten(1).toString();
        assertThat(run("tx", "resolve", tx, "rollback")).isEqualTo(2);
        assertThat(err).contains("--reason");
        assertThat(run("tx", "resolve", tx, "undo", "--reason", WHY)).isEqualTo(2);
        assertThat(err).contains("undo", "commit", "rollback");
        assertThat(run("tx", "resolve", tx, "rollback", "--reason", "x".repeat(501)))
                .isEqualTo(2);
        assertThat(err).contains("501 characters, limit 500");
        assertThat(run("incident", "close", "1", "--reason", "\n")).isEqualTo(2);
        assertThat(err).contains("the reason is empty");
        assertThat(run("incident", "show", "8")).isEqualTo(1);
        assertThat(err).contains("there is no incident 8", "nemcon incident list");
    }

    @Test
    void nobodyThereExitsWith3AndSaysWhoWasAsked() throws Exception {
        int nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = free.getLocalPort();
        }
        nodes = "127.0.0.1:" + nobody;
        assertThat(run("tx", "list", "--timeout", "400")).isEqualTo(3);
        assertThat(err).contains("no leader answered within 400 ms", "127.0.0.1:" + nobody, "nemcon status");
        String tx = node.forgotten(1).toString();
        assertThat(run("tx", "resolve", tx, "rollback", "--reason", WHY, "--timeout", "400"))
                .isEqualTo(3);
        nodes = "127.0.0.1:" + nobody + "," + node.endpoint();
        assertThat(run("tx", "list")).isZero();
    }

    /** A node that only knows who leads. */
    private record Follower(String leader) implements WireService {

        @Override
        public int number() {
            return LedgerProtocol.SERVICE;
        }

        @Override
        public void peerOpened(WirePeer peer) {}

        @Override
        public void peerClosed(WirePeer peer) {}

        @Override
        public void handle(WireCall call) {
            call.fail(WireStatus.NOT_LEADER, "this node does not lead", leader);
        }
    }

    @Test
    void aFollowersHintLeadsToTheLeader() {
        try (WireServer follower = new WireServer(
                new WireServerConfig("follower", "127.0.0.1", 0, "", WireSecurity.none(), WireLimits.defaults()),
                List.of(new Follower(node.endpoint())))) {
            follower.start();
            nodes = "127.0.0.1:" + follower.port();
            assertThat(run("resource", "show", "orders")).isZero();
            assertThat(out).contains("agent at db1");
        }
    }

    /** Scenario 2: the answer is lost and the request is asked again: it changes nothing, and the answer is the same. */
    @Test
    void aLostAnswerIsSettledByAskingAgain() throws Exception {
        Gtrid tx = node.forgotten(1);
        node.reportForgotten(tx);
        AtomicInteger calls = new AtomicInteger();
        node.trick(LedgerProtocol.PROPOSE, call -> {
            if (calls.incrementAndGet() > 1) {
                return false;
            }
            call.fail(WireStatus.UNKNOWN_OUTCOME, "the entry may be in the log", "");
            return true;
        });
        assertThat(run("tx", "resolve", tx.toString(), "commit", "--reason", WHY))
                .isZero();
        assertThat(calls).hasValue(2);
    }

    @Test
    void anAnswerThatNeverComesExitsWith4AndSaysWhatTellsMore() throws Exception {
        Gtrid tx = node.forgotten(1);
        long incident = node.reportForgotten(tx);
        node.trick(LedgerProtocol.PROPOSE, call -> {
            call.fail(WireStatus.UNKNOWN_OUTCOME, "the entry may be in the log", "");
            return true;
        });
        assertThat(run("tx", "resolve", tx.toString(), "commit", "--reason", WHY, "--timeout", "400"))
                .isEqualTo(4);
        assertThat(err).contains("tx " + tx + ": it may have been done", "'nemcon tx show' tells");
        assertThat(run("incident", "close", String.valueOf(incident), "--reason", WHY, "--timeout", "400"))
                .isEqualTo(4);
        assertThat(err)
                .contains("incident " + incident + ": it may have been done", "nemcon incident show " + incident);
    }

    @Test
    void whoDoesNotKnowTheSecretIsRefused() throws Exception {
        Path right = Files.writeString(folder.resolve("right"), "correct horse battery");
        Path wrong = Files.writeString(folder.resolve("wrong"), "wrong horse battery");
        WireSecurity secured = new WireSecurity(null, null, null, false, Files.readString(right));
        try (OperatedNode guarded = new OperatedNode(folder.resolve("guarded"), secured)) {
            nodes = guarded.endpoint();
            assertThat(run("tx", "list", "--secret-file", right.toString())).isZero();
            assertThat(run("tx", "list", "--secret-file", wrong.toString())).isEqualTo(1);
            assertThat(err).contains(guarded.endpoint() + " refuses");
            assertThat(run("tx", "list", "--timeout", "2000")).isEqualTo(1);
        }
    }
}
