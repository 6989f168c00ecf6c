package io.nemcon.client.jta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.client.branch.NamedXa;
import io.nemcon.client.branch.OnePhaseOnly;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import java.sql.SQLException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An XAResource that can't prepare. */
class OnePhaseOnlyTest {

    private final Rig rig = new Rig();
    private final NemconTransactionManager manager = rig.manager;
    private final FakeXa orders = new FakeXa();

    @AfterEach
    void close() {
        rig.close();
    }

    private Transaction begin(XAResource... resources) throws Exception {
        manager.begin();
        Transaction own = manager.getTransaction();
        for (XAResource resource : resources) {
            assertThat(own.enlistResource(resource)).isTrue();
        }
        return own;
    }

    /** An XAResource without a prepare. */
    private static final class Queue extends FakeXa implements OnePhaseOnly {}

    private final Queue queue = new Queue();

    @Test
    void aloneItCommitsInOnePhase() throws Exception {
        begin(queue);
        manager.commit();

        assertThat(queue.heard).containsExactly("start", "end", "commit one");
    }

    @Test
    void besideAnotherItIsRefusedAndBothAreNamed() throws Exception {
        Transaction own = begin(new NamedXa("orders", orders));

        assertThatThrownBy(() -> own.enlistResource(queue))
                .isInstanceOf(SystemException.class)
                .hasMessageContaining("branch xa.Queue can't be prepared")
                .hasMessageContaining("can't stand beside branch orders");
        assertThat(queue.heard).containsExactly("start", "end fail", "rollback");
        assertThat(own.getStatus()).isEqualTo(Status.STATUS_ACTIVE);
        manager.commit();
        assertThat(orders.heard).containsExactly("start", "end", "commit one");
    }

    @Test
    void anotherBesideItIsRefusedAndBothAreNamed() throws Exception {
        Transaction own = begin(new NamedXa("letters", queue));

        assertThatThrownBy(() -> own.enlistResource(new NamedXa("orders", orders)))
                .isInstanceOf(SystemException.class)
                .hasMessageContaining("branch letters can't be prepared")
                .hasMessageContaining("can't stand beside orders");
        assertThat(orders.heard).isEmpty();
        assertThatThrownBy(() -> rig.enlist("stock"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("branch letters can't be prepared")
                .hasMessageContaining("stock");
        manager.commit();
        assertThat(queue.heard).containsExactly("start", "end", "commit one");
    }

    @Test
    void anotherObjectOfItJoinsIt() throws Exception {
        FakeXa second = new FakeXa().sameAsAll();
        begin(new NamedXa("letters", queue), new NamedXa("letters", second));
        manager.commit();

        assertThat(second.heard).containsExactly("join", "end");
        assertThat(queue.heard).containsExactly("start", "end", "commit one");
    }
}
