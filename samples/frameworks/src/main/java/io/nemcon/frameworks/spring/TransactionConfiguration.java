package io.nemcon.frameworks.spring;

import io.nemcon.client.Nemcon;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.jta.JtaTransactionManager;

/** Makes {@code @Transactional} and {@code TransactionTemplate} work over Nemcon's transactions. */
@Configuration(proxyBeanMethods = false)
@EnableTransactionManagement
public class TransactionConfiguration {

    @Bean
    JtaTransactionManager transactionManager(Nemcon nemcon) {
        JtaTransactionManager jta = new JtaTransactionManager(nemcon.userTransaction(), nemcon.transactionManager());
        jta.setTransactionSynchronizationRegistry(nemcon.synchronizationRegistry());
        return jta;
    }
}
