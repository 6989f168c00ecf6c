package io.nemcon.wire.handshake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proofs of knowing the shared secret, which itself never travels. Immutable; thread-safe.
 *
 * <p>A proof is the HMAC-SHA256, keyed with the secret, of the prover's role and of all that was said before: both nonces and
 * both sides' names, versions and groups. The role keeps an answer from being sent back as its own; the nonces keep an old
 * one from being used again; the rest keeps anybody in between from changing what was agreed. The client proves first, so
 * that whoever merely reaches a port gets nothing to guess the secret from.
 */
public final class Proofs {

    /** Bytes of a nonce. */
    public static final int NONCE_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Whose proof it is. */
    public enum Role {
        CLIENT,
        SERVER
    }

    private final SecretKeySpec key;

    public Proofs(String secret) {
        this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    public static byte[] nonce() {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        return nonce;
    }

    /** The proof over everything said so far, in the order it was said. */
    public byte[] prove(Role role, byte[]... said) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            part(mac, ("nemcon-wire " + role.name()).getBytes(StandardCharsets.US_ASCII));
            for (byte[] words : said) {
                part(mac, words);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + ALGORITHM, e);
        }
    }

    /** Takes as long for a wrong proof as for a right one. */
    public boolean verify(byte[] proof, Role role, byte[]... said) {
        return MessageDigest.isEqual(prove(role, said), proof);
    }

    /** The length before each part: else two different conversations could read the same. */
    private static void part(Mac mac, byte[] bytes) {
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        mac.update(bytes);
    }
}
