package io.nemcon.xa.handle;

import java.sql.Connection;
import java.sql.SQLException;

/** A connection behind which there is another one. */
public interface DelegatedConnection extends Connection {

    /** Where calls go; throws if they are refused. */
    Connection delegate() throws SQLException;
}
