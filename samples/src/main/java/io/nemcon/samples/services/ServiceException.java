package io.nemcon.samples.services;

/** Why a request is not answered with 200. */
final class ServiceException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param status of HTTP */
    ServiceException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
