package io.nemcon.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static java.util.stream.Collectors.toCollection;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.nemcon.agent.RecoverableResource;
import io.nemcon.client.AgentPort;
import io.nemcon.client.branch.Branch;
import io.nemcon.client.branch.Enlister;
import io.nemcon.node.GroupChannel;
import io.nemcon.node.host.CrashPoint;
import io.nemcon.node.host.Host;
import io.nemcon.node.log.ReplicatedLog;
import io.nemcon.wire.WireCall;
import io.nemcon.wire.WireConnection;
import io.nemcon.wire.WirePeer;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Every I/O and every send of node, client and agent has a crash point, and every crash point is passed in one place, in the
 * module whose name it bears. Only a test's machine lets anything happen there.
 */
@AnalyzeClasses(packages = "io.nemcon", importOptions = WithoutTests.class)
class CrashPointsTest {

    private static final String[] PRODUCT = {
        "io.nemcon.node..", "io.nemcon.client..", "io.nemcon.agent..", "io.nemcon.server.."
    };

    /** What a person asks of a node from outside. */
    private static final String COMMAND_LINE = "io.nemcon.server.cli..";

    /** Which methods of a port do I/O or send. A listener, a limit or a name asked for does neither. */
    private static final Map<Class<?>, Set<String>> PORTS = Map.of(
            ReplicatedLog.class, Set.of("propose", "readIndex"),
            WireConnection.class, Set.of("call"),
            WirePeer.class, Set.of("push"),
            WireCall.class, Set.of("reply"),
            GroupChannel.class, Set.of("propose", "query", "heartbeat", "inquire", "commitJoined", "vote"),
            AgentPort.class, Set.of("request", "query", "inquire"),
            Branch.class, Set.of("endReadOnly", "prepare", "commitOnePhase", "commit", "rollback"),
            Enlister.BranchFactory.class, Set.of("open"),
            RecoverableResource.class,
                    Set.of(
                            "position",
                            "prepared",
                            "commit",
                            "rollback",
                            "forget",
                            "ask",
                            "oldWitnesses",
                            "removeWitnesses"));

    /** Who hands a call on between a caller and a callee that both have points, or asks nothing of the log. */
    private static final Map<String, Set<String>> BETWEEN = Map.of(
            "io.nemcon.client.ClientAgentPort", Set.of("request", "query", "inquire"),
            "io.nemcon.client.session.Sessions", Set.of("request"),
            "io.nemcon.client.group.EmbeddedGroup",
                    Set.of("propose", "query", "heartbeat", "inquire", "commitJoined", "vote"),
            "io.nemcon.server.ledger.LedgerService", Set.of("answer"),
            "io.nemcon.server.raft.rpc.RaftReceiver", Set.of("greet"));

    private static final Map<String, Set<String>> MODULES = Map.of(
            "NODE", Set.of("io.nemcon.node", "io.nemcon.server"),
            "CLIENT", Set.of("io.nemcon.client"),
            "AGENT", Set.of("io.nemcon.agent"));

    @ArchTest
    static final ArchRule everyIoAndEverySendHasACrashPoint = codeUnits()
            .that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage(PRODUCT)
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage(COMMAND_LINE)
            .and(describe("use a port", CrashPointsTest::usesAPort))
            .and(describe("do not merely hand on", method -> !BETWEEN.getOrDefault(
                            method.getOwner().getName(), Set.of())
                    .contains(method.getName())))
            .should(passACrashPoint())
            .because("a process may die before it and after it, and tests have to be able to see to that");

    @ArchTest
    static final ArchRule everyCrashPointIsPassedInOnePlaceOfItsModule = classes()
            .that()
            .belongToAnyOf(CrashPoint.class)
            .should(haveOnePlaceForEachPoint())
            .because("a cell of the crash matrix is about one step");

    @ArchTest
    static final ArchRule onlyATestsMachineLetsAnythingHappen = classes()
            .that()
            .areAssignableTo(Host.class)
            .should()
            .resideInAnyPackage(
                    "io.nemcon.node.host",
                    "io.nemcon.simulation..",
                    "io.nemcon.samples.torture.point",
                    "io.nemcon.samples.torture.clock")
            .because("nothing in production may end at a crash point");

    private static boolean usesAPort(JavaCodeUnit method) {
        return method.getAccessesFromSelf().stream().anyMatch(CrashPointsTest::isOfAPort);
    }

    private static boolean isOfAPort(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        return PORTS.entrySet().stream()
                .anyMatch(port -> owner.isEquivalentTo(port.getKey())
                        && port.getValue().contains(access.getTarget().getName()));
    }

    private static boolean namesACrashPoint(JavaCodeUnit method) {
        return method.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(CrashPoint.class))
                || method.getFieldAccesses().stream()
                        .anyMatch(access -> access.getTargetOwner().isEquivalentTo(CrashPoint.class));
    }

    private static ArchCondition<JavaCodeUnit> passACrashPoint() {
        return new ArchCondition<>("pass a crash point") {
            @Override
            public void check(JavaCodeUnit method, ConditionEvents events) {
                events.add(new SimpleConditionEvent(
                        method,
                        namesACrashPoint(method),
                        method.getFullName() + " does I/O or sends past no crash point"));
            }
        };
    }

    private static ArchCondition<JavaClass> haveOnePlaceForEachPoint() {
        return new ArchCondition<>("be read once, each in its module") {
            @Override
            public void check(JavaClass points, ConditionEvents events) {
                for (CrashPoint point : CrashPoint.values()) {
                    JavaField field = points.getField(point.name());
                    Set<String> places = field.getAccessesToSelf().stream()
                            .map(JavaAccess::getOriginOwner)
                            .filter(type -> isOfProduct(type.getPackageName()))
                            .map(JavaClass::getName)
                            .collect(toCollection(TreeSet::new));
                    String module = point.name().substring(0, point.name().indexOf('_'));
                    boolean holds = places.size() == 1
                            && MODULES.getOrDefault(module, Set.of()).stream()
                                    .anyMatch(places.iterator().next()::startsWith);
                    events.add(new SimpleConditionEvent(points, holds, point + " is passed in " + places));
                }
            }
        };
    }

    private static boolean isOfProduct(String packageName) {
        return !packageName.equals("io.nemcon.node.host")
                && MODULES.values().stream().flatMap(Set::stream).anyMatch(packageName::startsWith);
    }
}
