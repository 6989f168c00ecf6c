package io.nemcon.xa.handle;

import java.lang.reflect.Method;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The database's metadata, asked through a handle. What it answers with rows is a read of the transaction. */
final class MetaDataProxy extends HandleProxy<DatabaseMetaData> {

    MetaDataProxy(EnlistedConnection handle, DatabaseMetaData target) {
        super(handle, target);
    }

    @Override
    @Nullable
    Object answer(Object proxy, Method method, Object[] args) throws SQLException {
        handle.requireUsable();
        if (method.getName().equals("getConnection")) {
            return handle;
        }
        if (method.getReturnType() != ResultSet.class) {
            return pass(method, args);
        }
        return handle.gate().run(true, () -> wrapped(null, pass(method, args)));
    }
}
