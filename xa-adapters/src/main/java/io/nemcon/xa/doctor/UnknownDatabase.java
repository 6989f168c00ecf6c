package io.nemcon.xa.doctor;

import io.nemcon.xa.diagnosis.CommitMode;
import io.nemcon.xa.diagnosis.Diagnosis;
import io.nemcon.xa.diagnosis.Facts;
import io.nemcon.xa.diagnosis.Finding;
import io.nemcon.xa.spi.AdapterSettings;
import java.util.List;
import java.util.Map;

/** What can be said of a database that there is no adapter for. */
final class UnknownDatabase {

    /** What is known to be needed, by how URLs begin. */
    private static final Map<String, String> NEEDED = Map.of(
            "jdbc:oracle:",
            "GRANT SELECT ON sys.dba_pending_transactions, sys.pending_trans$, sys.dba_2pc_pending and GRANT EXECUTE ON"
                    + " sys.dbms_xa to its user, or recovery answers XAER_RMERR",
            "jdbc:sqlserver:",
            "EXEC sp_sqljdbc_xa_install, and the role SqlJDBCXAUser for its user",
            "jdbc:db2:",
            "nothing on the server; list what is left in doubt with LIST INDOUBT TRANSACTIONS WITH PROMPTING",
            "jdbc:mysql:",
            "MySQL has no adapter yet; XA_RECOVER_ADMIN is needed for recovery, and xa_detach_on_prepare = ON");

    private UnknownDatabase() {}

    static Diagnosis diagnose(AdapterSettings settings, TimeLeft timeLeft) {
        String needed = NEEDED.entrySet().stream()
                .filter(one -> settings.url().startsWith(one.getKey()))
                .map(one -> "; on the server it needs: " + one.getValue())
                .findFirst()
                .orElse("");
        Finding none = Finding.problem(
                "adapter",
                "there is none for " + settings.url() + " on the class path, so nothing was tried",
                "enlist the driver's XAResource under a name, and give its XADataSource to the agent" + needed);
        return new Diagnosis(
                settings.name().toString(),
                new Facts("", "", true, List.of(none)),
                CommitMode.XA_RESOURCE,
                List.of(),
                timeLeft.taken());
    }
}
