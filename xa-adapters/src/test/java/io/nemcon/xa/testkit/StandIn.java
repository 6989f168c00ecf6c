package io.nemcon.xa.testkit;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import javax.sql.DataSource;
import javax.sql.XAConnection;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.client.Client;
import org.mariadb.jdbc.client.impl.StandardClient;
import org.mariadb.jdbc.client.util.ClosableLock;
import org.mariadb.jdbc.message.ClientMessage;
import org.postgresql.core.BaseConnection;

/** Stands in front of real drivers and tells a {@link Lie} for them. */
public final class StandIn {

    private StandIn() {}

    /** Opens a connection of the real driver. */
    public interface Opening {
        Connection open() throws SQLException;
    }

    /** A call of a stand-in. */
    private interface Answer {
        Object of(Method method, Object[] args) throws Throwable;
    }

    /** A data source that does nothing but open connections. */
    public static DataSource dataSource(Opening opening) {
        return proxy(DataSource.class, (method, args) -> switch (method.getName()) {
            case "getConnection" -> opening.open();
            case "isWrapperFor" -> false;
            case "getLoginTimeout" -> 0;
            default -> null;
        });
    }

    // ---- PostgreSQL

    /** With the driver properties that the adapter sets. */
    public static Connection postgres(String url, Lie lie) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("preferQueryMode", "extendedForPrepared");
        BaseConnection real = DriverManager.getConnection(url, properties).unwrap(BaseConnection.class);
        return proxy(BaseConnection.class, (method, args) -> {
            Lie.Deed deed = () -> pass(real, method, args);
            return switch (method.getName()) {
                case "createStatement" -> statement((Statement) deed.run(), lie);
                case "commit" -> lie.about("COMMIT", deed);
                case "rollback" -> lie.about("ROLLBACK", deed);
                default -> deed.run();
            };
        });
    }

    private static Statement statement(Statement real, Lie lie) {
        return proxy(Statement.class, (method, args) -> {
            Lie.Deed deed = () -> pass(real, method, args);
            boolean command = method.getName().startsWith("execute") && args != null && args[0] instanceof String;
            return command ? lie.about((String) args[0], deed) : deed.run();
        });
    }

    // ---- MariaDB

    /** A real connection that speaks through a client which lies. */
    public static Connection mariaDb(String url, Lie lie) throws SQLException {
        Configuration configuration = Configuration.parse(url);
        ClosableLock lock = new ClosableLock();
        Client real =
                new StandardClient(configuration, configuration.addresses().get(0), lock, false);
        Client lying = proxy(Client.class, (method, args) -> {
            Lie.Deed deed = () -> pass(real, method, args);
            boolean command = method.getName().startsWith("execute") && args[0] instanceof ClientMessage;
            return command ? lie.about(String.valueOf(((ClientMessage) args[0]).description()), deed) : deed.run();
        });
        return new org.mariadb.jdbc.Connection(configuration, lock, lying);
    }

    // ---- XA

    /** The texts of the commands are {@code prepare}, {@code commit}, {@code commit one} and {@code rollback}. */
    public static XAConnection xa(XAConnection real, Lie lie) {
        return proxy(XAConnection.class, (method, args) -> {
            Object answer = pass(real, method, args);
            return answer instanceof XAResource resource ? xaResource(resource, lie) : answer;
        });
    }

    private static XAResource xaResource(XAResource real, Lie lie) {
        return proxy(XAResource.class, (method, args) -> {
            boolean onePhase = method.getName().equals("commit") && Boolean.TRUE.equals(args[1]);
            try {
                return lie.about(onePhase ? "commit one" : method.getName(), () -> pass(real, method, args));
            } catch (SQLException said) {
                XAException withoutCode = new XAException(said.getMessage()); // as H2's driver does
                withoutCode.initCause(said);
                throw withoutCode;
            }
        });
    }

    // ---- proxies

    private static Object pass(Object real, Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(real, args);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        InvocationHandler handler = (proxy, method, args) -> switch (method.getName()) {
            case "equals" -> proxy == args[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "a stand-in for " + type.getSimpleName();
            case "unwrap" -> ((Class<?>) args[0]).isInstance(proxy) ? proxy : answer.of(method, args);
            default -> answer.of(method, args);
        };
        return type.cast(Proxy.newProxyInstance(StandIn.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
