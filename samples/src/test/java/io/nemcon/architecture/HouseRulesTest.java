package io.nemcon.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;

/** What holds for every class of ours, wherever it is. */
@AnalyzeClasses(packages = "io.nemcon", importOptions = WithoutTests.class)
class HouseRulesTest {

    /** What protoc writes at each build. */
    private static final String GENERATED = "io.nemcon.wire.proto";

    private static final Pattern EMPTY_NAME =
            Pattern.compile(".*(Manager|Helper|Helpers|Util|Utils|Impl)|(Default|Abstract)[A-Z].*");

    /** JTA's own words: a class that implements its TransactionManager may say so. */
    private static final DescribedPredicate<JavaClass> NOT_OF_JTA =
            describe("implement no type of jakarta.transaction", type -> type.getAllRawInterfaces().stream()
                    .noneMatch(above -> above.getPackageName().equals("jakarta.transaction")));

    @ArchTest
    static final ArchRule nothingIsReadByJavaDeserialization = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.ObjectInputStream")
            .because("whoever can send it bytes can run code in it");

    @ArchTest
    static final ArchRule librariesDoNotPrint = noClasses()
            .that()
            .resideOutsideOfPackages("io.nemcon.samples..", "io.nemcon..cli..")
            .should(ACCESS_STANDARD_STREAMS)
            .because("standard output belongs to the application, and what happened belongs in its log");

    @ArchTest
    static final ArchRule everyPackageIsExplainedAndNullMarked = classes()
            .that()
            .resideOutsideOfPackage(GENERATED)
            .should(liveInAPackageWithNullMarkedPackageInfo())
            .because("nullness is checked only where it is declared, and a reader starts at package-info.java");

    @ArchTest
    static final ArchRule namesSayWhatAClassIs = classes()
            .that(NOT_OF_JTA)
            .should(describedByMoreThanAHabit())
            .because("a name such as Helper or DefaultX says that nobody found out what the class is");

    private static ArchCondition<JavaClass> liveInAPackageWithNullMarkedPackageInfo() {
        return new ArchCondition<>("live in a package whose package-info.java says @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean holds = type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(
                        type, holds, type.getName() + " lives in " + type.getPackageName() + ", which is not marked"));
            }
        };
    }

    private static ArchCondition<JavaClass> describedByMoreThanAHabit() {
        return new ArchCondition<>("not be named *Manager, *Helper, *Util, *Impl, Default* or Abstract*") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean holds = !EMPTY_NAME.matcher(type.getSimpleName()).matches();
                events.add(new SimpleConditionEvent(type, holds, type.getName() + ": find the word for what it is"));
            }
        };
    }
}
