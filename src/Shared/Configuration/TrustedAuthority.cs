using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TenantTokens.Configuration;

/// <summary>Makes the handlers that our HTTP clients run on, with the certificate authorities of a <c>trustedCa</c> file as the only trusted ones.</summary>
public static class TrustedAuthority
{
    /// <summary>A handler that follows no redirects and renews its connections every 5 minutes, so that DNS changes arrive.</summary>
    /// <param name="pemFile">A PEM file of one or more root certificates; null for the system's authorities.</param>
    /// <exception cref="InvalidOperationException">The file cannot be read or holds no certificate.</exception>
    public static SocketsHttpHandler CreateHandler(string? pemFile)
    {
        SocketsHttpHandler handler = new() { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5), ConnectTimeout = TimeSpan.FromSeconds(15) };
        if (pemFile is not null)
        {
            handler.SslOptions.CertificateChainPolicy = CreateChainPolicy(Read(pemFile));
        }

        return handler;
    }

    /// <summary>The certificates of a PEM file.</summary>
    /// <exception cref="InvalidOperationException">The file cannot be read or holds no certificate.</exception>
    public static X509Certificate2Collection Read(string pemFile)
    {
        X509Certificate2Collection certificates = [];
        try
        {
            certificates.ImportFromPemFile(pemFile);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new InvalidOperationException($"The file {pemFile} cannot be read as PEM certificates: {exception.Message}", exception);
        }

        return certificates.Count > 0 ? certificates : throw new InvalidOperationException($"The file {pemFile} holds no certificate.");
    }

    private static X509ChainPolicy CreateChainPolicy(X509Certificate2Collection roots)
    {
        // A private authority has no revocation service that hosts could reach.
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }
}
