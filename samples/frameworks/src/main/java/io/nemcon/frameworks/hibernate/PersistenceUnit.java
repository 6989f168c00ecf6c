package io.nemcon.frameworks.hibernate;

import io.nemcon.client.Nemcon;
import jakarta.persistence.PersistenceUnitTransactionType;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.TransactionSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;

/** Opens persistence units whose entity managers take part in Nemcon's transactions. */
public final class PersistenceUnit {

    private PersistenceUnit() {}

    /** A unit of these entities over one database. In a persistence.xml or in Spring the properties are the same. */
    public static SessionFactory open(Nemcon nemcon, String name, DataSource database, Class<?>... entities) {
        return new HibernatePersistenceConfiguration(name)
                .managedClasses(entities)
                .transactionType(PersistenceUnitTransactionType.JTA)
                .property(JdbcSettings.JAKARTA_JTA_DATASOURCE, database)
                .property(TransactionSettings.JTA_PLATFORM, new NemconJtaPlatform(nemcon))
                .createEntityManagerFactory();
    }
}
