package io.nemcon.client.session;

import io.nemcon.core.id.ResourceName;
import java.util.List;

/** What an agent in this process hears through its client's session. Must not block. */
public interface AgentListener {

    /** There may be work at these resources. */
    void wanted(List<ResourceName> resources);

    /** The process has another session than before. */
    void sessionReplaced();
}
