package io.nemcon.xa.spi;

import io.nemcon.client.branch.Branch;
import java.sql.Connection;
import java.sql.SQLException;

/** A branch whose work is done over JDBC. */
public interface WorkBranch extends Branch {

    /**
     * A new handle on the branch's one connection. Closing it leaves the branch as it is.
     *
     * @throws SQLException if the branch takes no more work
     */
    Connection newHandle() throws SQLException;
}
