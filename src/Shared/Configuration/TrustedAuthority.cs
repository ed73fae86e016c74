using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TenantTokens.Configuration;

/// <summary>Creates HTTP handlers that trust only the certificate authorities in a <c>trustedCa</c> file.</summary>
public static class TrustedAuthority
{
    /// <summary>
    /// Creates a handler that follows no redirects and renews its connections every 5 minutes, so that DNS changes take effect.
    /// </summary>
    /// <param name="pemFile">A PEM file of one or more root certificates; null for the system's authorities.</param>
    /// <exception cref="InvalidOperationException">The file cannot be read or holds no certificate.</exception>
    public static SocketsHttpHandler CreateHandler(string? pemFile)
    {
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(15),
        };
        if (pemFile is not null)
        {
            handler.SslOptions.CertificateChainPolicy = CreateChainPolicy(Read(pemFile));
        }

        return handler;
    }

    /// <summary>
    /// Creates a check of server certificates for clients that do not use our handlers: names and dates are checked as usual, trust comes
    /// from the PEM file alone.
    /// </summary>
    /// <exception cref="InvalidOperationException">The file cannot be read or holds no certificate.</exception>
    public static RemoteCertificateValidationCallback CreateValidation(string pemFile)
    {
        X509Certificate2Collection roots = Read(pemFile);
        return (_, certificate, presented, errors) =>
        {
            if ((errors & ~SslPolicyErrors.RemoteCertificateChainErrors) is not SslPolicyErrors.None
                || certificate is not X509Certificate2 server)
            {
                return false;
            }

            using X509Chain chain = new() { ChainPolicy = CreateChainPolicy(roots) };
            chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1")); // the key usage "server authentication"
            if (presented is not null)
            {
                chain.ChainPolicy.ExtraStore.AddRange(presented.ChainPolicy.ExtraStore);
            }

            return chain.Build(server);
        };
    }

    /// <summary>Reads the certificates of a PEM file.</summary>
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
