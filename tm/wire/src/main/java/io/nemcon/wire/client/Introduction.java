package io.nemcon.wire.client;

import com.google.protobuf.ByteString;
import io.nemcon.wire.frame.Link;
import io.nemcon.wire.handshake.Proofs;
import io.nemcon.wire.handshake.Versions;
import io.nemcon.wire.proto.Challenge;
import io.nemcon.wire.proto.Hello;
import io.nemcon.wire.proto.Proof;
import io.nemcon.wire.proto.Welcome;
import org.jspecify.annotations.Nullable;

/** What a client says of itself and asks of a node. Refusals are sentences about the node. Immutable. */
final class Introduction {

    private final WireClientConfig config;
    private final @Nullable Proofs proofs;

    Introduction(WireClientConfig config) {
        this.config = config;
        String secret = config.security().secret();
        this.proofs = secret == null ? null : new Proofs(secret);
    }

    Hello hello() {
        return Hello.newBuilder()
                .setVersionMin(Versions.OURS.min())
                .setVersionMax(Versions.OURS.max())
                .setName(config.name())
                .setGroup(config.groupHex())
                .setNonce(ByteString.copyFrom(Proofs.nonce()))
                .setSecret(proofs != null)
                .build();
    }

    /** Why nothing is proved to a node with this challenge; null if all is well. */
    @Nullable
    String objection(Challenge challenge) {
        if (!Versions.OURS.contains(challenge.getVersion())) {
            return "speaks version " + challenge.getVersion() + ", this client speaks " + Versions.OURS.min() + " to "
                    + Versions.OURS.max();
        }
        if (challenge.getNonce().size() != Proofs.NONCE_BYTES) {
            return "sent a nonce of " + challenge.getNonce().size() + " bytes instead of " + Proofs.NONCE_BYTES;
        }
        if (challenge.getSecret() == (proofs != null)) {
            return null;
        }
        return proofs != null
                ? "cannot prove that it knows the shared secret: it has none"
                : "asks for a shared secret, and this client has none: configure it here";
    }

    Proof proof(Hello hello, Challenge challenge) {
        if (proofs == null) {
            return Proof.getDefaultInstance();
        }
        byte[] proof = proofs.prove(Proofs.Role.CLIENT, hello.toByteArray(), challenge.toByteArray());
        return Proof.newBuilder().setProof(ByteString.copyFrom(proof)).build();
    }

    /** Why a node with this welcome is not trusted; null if all is well. */
    @Nullable
    String objection(Hello hello, Challenge challenge, Welcome welcome) {
        if (proofs != null
                && !proofs.verify(
                        welcome.getProof().toByteArray(),
                        Proofs.Role.SERVER,
                        hello.toByteArray(),
                        challenge.toByteArray(),
                        welcome.toBuilder().clearProof().build().toByteArray())) {
            return "does not know this client's shared secret";
        }
        String theirs = welcome.getGroup();
        String ours = config.groupHex();
        if (!theirs.isEmpty() && !ours.isEmpty() && !theirs.equalsIgnoreCase(ours)) {
            return "belongs to group " + Link.shown(theirs) + ", this client to group " + ours;
        }
        return null;
    }
}
