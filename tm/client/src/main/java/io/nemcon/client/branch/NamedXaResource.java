package io.nemcon.client.branch;

import io.nemcon.core.id.ResourceName;
import javax.transaction.xa.XAResource;

/**
 * An XAResource that says which resource of the group it belongs to, so that this resource's agent recovers its branches.
 * Any other one is enlisted under a name made of its class, which no agent answers for.
 */
public interface NamedXaResource extends XAResource {

    ResourceName resourceName();
}
