package io.nemcon.frameworks.spring;

import io.nemcon.client.Nemcon;
import io.nemcon.client.NemconConfig;
import io.nemcon.xa.NemconDataSource;
import java.nio.file.Path;
import java.sql.SQLException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The client and two databases. Spring closes them in the right order: data sources first. */
@Configuration(proxyBeanMethods = false)
@Import(TransactionConfiguration.class)
public class ShopConfiguration {

    @Bean
    Nemcon nemcon(@Value("${shop.folder}") Path folder) {
        return Nemcon.open(NemconConfig.embedded(folder).name("shop")); // or NemconConfig.group("tm1:7650,...")
    }

    @Bean
    NemconDataSource orders(Nemcon nemcon, @Value("${shop.orders}") String url) throws SQLException {
        return NemconDataSource.builder(nemcon, "orders").url(url).build();
    }

    @Bean
    NemconDataSource stock(Nemcon nemcon, @Value("${shop.stock}") String url) throws SQLException {
        return NemconDataSource.builder(nemcon, "stock").url(url).build();
    }
}
