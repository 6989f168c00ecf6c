package io.nemcon.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;

/** The core is pure: leader, follower, restart and simulation run it and must come to the same state, byte for byte. */
@AnalyzeClasses(packages = "io.nemcon", importOptions = WithoutTests.class)
class PureCoreTest {

    private static final String CORE = "io.nemcon.core..";

    /** Whole packages, without those below them; what of them is not pure is named in {@link #IMPURE}. */
    private static final Set<String> PURE_PACKAGES = Set.of(
            "java.lang",
            "java.lang.annotation",
            "java.util",
            "java.util.function",
            "java.util.regex",
            "java.util.stream",
            "java.nio.charset",
            "org.jspecify.annotations");

    /** IOException: the bitmap library declares it for reading from memory. */
    private static final Set<String> PURE_CLASSES = Set.of(
            "java.nio.Buffer",
            "java.util.zip.CRC32C",
            "java.nio.ByteBuffer",
            "java.nio.ByteOrder",
            "java.io.IOException");

    private static final Set<String> IMPURE = Set.of(
            "java.lang.ClassLoader",
            "java.lang.InheritableThreadLocal",
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.ProcessHandle",
            "java.lang.Runtime",
            "java.lang.Thread",
            "java.lang.ThreadGroup",
            "java.lang.ThreadLocal",
            "java.util.Calendar",
            "java.util.Date",
            "java.util.GregorianCalendar",
            "java.util.IdentityHashMap",
            "java.util.Random",
            "java.util.ResourceBundle",
            "java.util.Scanner",
            "java.util.ServiceLoader",
            "java.util.SplittableRandom",
            "java.util.TimeZone",
            "java.util.Timer",
            "java.util.TimerTask",
            "java.util.WeakHashMap");

    /** By owner, in classes that are pure otherwise. Set.of and its kin iterate in an order that differs from run to run. */
    private static final Map<String, Set<String>> IMPURE_METHODS = Map.of(
            "java.lang.Math", Set.of("random"),
            "java.lang.StrictMath", Set.of("random"),
            "java.util.UUID", Set.of("randomUUID"),
            "java.util.Collections", Set.of("shuffle"),
            "java.util.Set", Set.of("of", "copyOf"),
            "java.util.Map", Set.of("of", "ofEntries", "copyOf"),
            "java.util.stream.Collectors",
                    Set.of(
                            "toSet",
                            "toUnmodifiableSet",
                            "toUnmodifiableMap",
                            "groupingByConcurrent",
                            "toConcurrentMap"));

    @ArchTest
    static final ArchRule coreUsesOnlyThePurePartsOfTheJdkAndTheBitmapLibrary = classes()
            .that()
            .resideInAPackage(CORE)
            .should()
            .onlyDependOnClassesThat(describe("are pure", PureCoreTest::isPure))
            .because("no clock, thread, file, socket, logger or random number may reach a replica's state");

    @ArchTest
    static final ArchRule coreCallsNothingThatDiffersFromRunToRun = noClasses()
            .that()
            .resideInAPackage(CORE)
            .should()
            .accessTargetWhere(
                    describe("target is time, environment, chance or an unstable order", PureCoreTest::differs))
            .because("time comes in with the entry, and replicas compare a hash of the whole state");

    @ArchTest
    static final ArchRule coreKeepsNothingInStatics = fields().that()
            .areDeclaredInClassesThat()
            .resideInAPackage(CORE)
            .and()
            .areStatic()
            .should()
            .beFinal()
            .because("a simulation runs many nodes in one JVM");

    private static boolean isPure(JavaClass used) {
        JavaClass type = used.getBaseComponentType();
        if (type.isPrimitive() || PURE_CLASSES.contains(type.getName())) {
            return true;
        }
        if (type.getPackageName().startsWith("org.roaringbitmap")
                || resideInAPackage(CORE).test(type)) {
            return true;
        }
        return PURE_PACKAGES.contains(type.getPackageName()) && !IMPURE.contains(topLevel(type));
    }

    /** Timer$X and Thread$State are as impure as what they belong to. */
    private static String topLevel(JavaClass type) {
        int nested = type.getName().indexOf('$');
        return nested < 0 ? type.getName() : type.getName().substring(0, nested);
    }

    private static boolean differs(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getTarget().getName();
        if (owner.equals("java.lang.System")) {
            return !name.equals("arraycopy");
        }
        return name.startsWith("parallel")
                || IMPURE_METHODS.getOrDefault(owner, Set.of()).contains(name);
    }
}
