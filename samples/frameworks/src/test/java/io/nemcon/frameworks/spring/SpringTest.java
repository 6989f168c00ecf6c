package io.nemcon.frameworks.spring;

import io.nemcon.client.Nemcon;
import io.nemcon.frameworks.testkit.OnTwoDatabases;
import io.nemcon.frameworks.testkit.TwoDatabases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** What the tests of Spring have in common: a context with the two databases, the shop, and steps under any propagation. */
@OnTwoDatabases
abstract class SpringTest {

    final TwoDatabases databases;
    private AnnotationConfigApplicationContext context;

    SpringTest(TwoDatabases databases) {
        this.databases = databases;
    }

    @BeforeEach
    final void openContext() {
        context = new AnnotationConfigApplicationContext();
        context.getBeanFactory().registerSingleton("nemcon", databases.nemcon());
        context.getBeanFactory().registerSingleton("orders", databases.orders());
        context.getBeanFactory().registerSingleton("stock", databases.stock());
        context.register(TransactionConfiguration.class, Shop.class, Steps.class);
        context.register(more());
        context.refresh();
    }

    /** More components for the context. */
    Class<?>[] more() {
        return new Class<?>[] {Object.class};
    }

    @AfterEach
    final void closeContext() {
        context.close();
    }

    final <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    final ApplicationEventPublisher events() {
        return context;
    }

    final Shop shop() {
        return bean(Shop.class);
    }

    final Steps steps() {
        return bean(Steps.class);
    }

    final Nemcon nemcon() {
        return databases.nemcon();
    }

    final TransactionTemplate template() {
        return new TransactionTemplate(bean(PlatformTransactionManager.class));
    }

    final TransactionTemplate template(TransactionDefinition definition) {
        return new TransactionTemplate(bean(PlatformTransactionManager.class), definition);
    }
}
