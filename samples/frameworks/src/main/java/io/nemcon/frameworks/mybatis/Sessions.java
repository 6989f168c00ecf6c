package io.nemcon.frameworks.mybatis;

import javax.sql.DataSource;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.managed.ManagedTransactionFactory;

/** Makes MyBatis sessions that leave commit and rollback to the transaction they are opened in. */
public final class Sessions {

    private Sessions() {}

    /** Open one session a transaction and database, after {@code begin()}, and close it before {@code commit()}. */
    public static SqlSessionFactory over(String name, DataSource database, Class<?>... mappers) {
        Configuration configuration =
                new Configuration(new Environment(name, new ManagedTransactionFactory(), database));
        for (Class<?> mapper : mappers) {
            configuration.addMapper(mapper);
        }
        return new SqlSessionFactoryBuilder().build(configuration);
    }
}
