package io.nemcon.architecture;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The arrows between modules and packages.
 *
 * <pre>
 * core &lt;- node &lt;-+- client &lt;- agent &lt;- xa &lt;- samples
 * core &lt;- wire &lt;-+- server &lt;---------------- samples
 * </pre>
 */
@AnalyzeClasses(packages = "io.nemcon", importOptions = WithoutTests.class)
class ModulesTest {

    @ArchTest
    static final ArchRule packagesImportEachOtherInNoCircle = slices().matching("io.nemcon.(**)")
            .should()
            .beFreeOfCycles()
            .because("packages in a circle can only be understood, tested and changed all at once");

    @ArchTest
    static final ArchRule modulesImportAlongTheArrowsOnly = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("core")
            .definedBy("io.nemcon.core..")
            .layer("node")
            .definedBy("io.nemcon.node..")
            .layer("wire")
            .definedBy("io.nemcon.wire..")
            .layer("client")
            .definedBy("io.nemcon.client..")
            .layer("server")
            .definedBy("io.nemcon.server..")
            .layer("agent")
            .definedBy("io.nemcon.agent..")
            .layer("xa")
            .definedBy("io.nemcon.xa..")
            .layer("samples")
            .definedBy("io.nemcon.samples..")
            .whereLayer("core")
            .mayNotAccessAnyLayer()
            .whereLayer("node")
            .mayOnlyAccessLayers("core")
            .whereLayer("wire")
            .mayOnlyAccessLayers("core")
            .whereLayer("client")
            .mayOnlyAccessLayers("core", "node", "wire")
            .whereLayer("server")
            .mayOnlyAccessLayers("core", "node", "wire")
            .whereLayer("agent")
            .mayOnlyAccessLayers("core", "node", "wire", "client")
            .whereLayer("xa")
            .mayOnlyAccessLayers("core", "node", "client", "agent")
            .ensureAllClassesAreContainedInArchitecture()
            .because("an application links no server, a server no client, and the core can be tested without either");
}
