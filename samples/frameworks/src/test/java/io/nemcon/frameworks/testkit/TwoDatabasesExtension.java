package io.nemcon.frameworks.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.transaction.Status;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Opens the databases before the first class and closes them after the last; see {@link OnTwoDatabases}. */
final class TwoDatabasesExtension implements ParameterResolver, BeforeEachCallback, AfterEachCallback {

    private record Opened(TwoDatabases databases) implements AutoCloseable {

        static Opened now() {
            try {
                return new Opened(TwoDatabases.open());
            } catch (Exception e) { // checked exceptions have no way out of a store
                throw new IllegalStateException("the databases did not open", e);
            }
        }

        @Override
        public void close() throws Exception {
            databases.close();
        }
    }

    private static TwoDatabases databases(ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.GLOBAL)
                .getOrComputeIfAbsent(Opened.class, key -> Opened.now(), Opened.class)
                .databases();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TwoDatabases.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return databases(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        databases(context).reset();
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        TwoDatabases databases = databases(context);
        int status = databases.nemcon().userTransaction().getStatus();
        if (status != Status.STATUS_NO_TRANSACTION) {
            databases.nemcon().userTransaction().rollback();
        }
        assertThat(status).as("transaction of this thread").isEqualTo(Status.STATUS_NO_TRANSACTION);
        Awaitility.await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> {
            assertThat(databases.borrowed()).as("connections not given back").isZero();
            assertThat(databases.prepared()).as("prepared branches").isZero();
        });
    }
}
