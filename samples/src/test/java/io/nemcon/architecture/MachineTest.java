package io.nemcon.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;

/**
 * Node, client and agent get clock, threads, waiting and chance through {@code io.nemcon.node.host.Host} and from nowhere
 * else: a simulation is their machine. Apart are the file log, for it is the real log of a real disk, and what wraps the JDK's
 * HTTP client.
 */
@AnalyzeClasses(packages = "io.nemcon", importOptions = WithoutTests.class)
class MachineTest {

    private static final String[] ON_A_HOST = {"io.nemcon.node..", "io.nemcon.client..", "io.nemcon.agent.."};
    private static final String[] REAL = {
        "io.nemcon.node.host..", "io.nemcon.node.log.local..", "io.nemcon.agent.cli..", "io.nemcon.client.http.."
    };

    /** What of it neither waits nor runs anything by itself; a lock is held for a moment only, and never over a wait. */
    private static final Set<String> OF_CONCURRENT = Set.of(
            "CancellationException",
            "CompletableFuture",
            "CompletionException",
            "CompletionStage",
            "ConcurrentHashMap",
            "ConcurrentHashMap$KeySetView",
            "ConcurrentLinkedQueue",
            "CopyOnWriteArrayList",
            "ExecutionException",
            "TimeUnit",
            "TimeoutException",
            "locks.ReentrantLock");

    private static final String CONCURRENT = "java.util.concurrent.";

    private static final Set<String> MACHINE = Set.of(
            "java.lang.ProcessHandle",
            "java.security.SecureRandom",
            "java.time.Clock",
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.util.Timer",
            "java.util.TimerTask");

    private static final Map<String, Set<String>> OF_THE_MACHINE = Map.of(
            "java.lang.System", Set.of("nanoTime", "currentTimeMillis"),
            "java.lang.Math", Set.of("random"),
            "java.lang.Object", Set.of("wait", "notify", "notifyAll"),
            "java.util.UUID", Set.of("randomUUID"),
            "java.util.concurrent.TimeUnit", Set.of("sleep", "timedJoin", "timedWait"),
            "java.util.concurrent.locks.ReentrantLock", Set.of("newCondition"),
            "java.util.concurrent.CompletableFuture",
                    Set.of("get", "join", "orTimeout", "completeOnTimeout", "delayedExecutor", "defaultExecutor"));

    /** A thread may ask who it is, and pass an interrupt on. */
    private static final Set<String> OF_THREAD = Set.of("currentThread", "getName", "interrupt");

    @ArchTest
    static final ArchRule threadsAndChanceComeFromTheHost = noClasses()
            .that()
            .resideInAnyPackage(ON_A_HOST)
            .and()
            .resideOutsideOfPackages(REAL)
            .should()
            .dependOnClassesThat(describe("run, wait or are chance by themselves", MachineTest::isMachine))
            .because("a simulated machine runs one thread at a time, and the same ones in the same order for one seed");

    @ArchTest
    static final ArchRule timeAndWaitingComeFromTheHost = noClasses()
            .that()
            .resideInAnyPackage(ON_A_HOST)
            .and()
            .resideOutsideOfPackages(REAL)
            .should()
            .accessTargetWhere(describe("target is the real machine's", MachineTest::isOfTheMachine))
            .because("time is virtual in a simulation, and whoever waits elsewhere stops all of it");

    private static boolean isMachine(JavaClass used) {
        String name = used.getBaseComponentType().getName();
        if (name.startsWith(CONCURRENT)) {
            String of = name.substring(CONCURRENT.length());
            return !of.startsWith("atomic.") && !OF_CONCURRENT.contains(of);
        }
        return MACHINE.contains(name);
    }

    private static boolean isOfTheMachine(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        String name = access.getTarget().getName();
        if (owner.getName().equals("java.lang.Thread")) {
            return !OF_THREAD.contains(name);
        }
        if (owner.getPackageName().equals("java.time")) {
            return name.equals("now");
        }
        boolean elsewhere = owner.getName().startsWith(CONCURRENT) && name.endsWith("Async");
        return elsewhere
                || OF_THE_MACHINE.getOrDefault(owner.getName(), Set.of()).contains(name);
    }
}
