using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TenantTokens.Testing.Certificates;

/// <summary>A certificate authority for one test, and a server certificate for 127.0.0.1 that it signed.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset _from = TimeProvider.System.GetUtcNow().AddDays(-1);
    private readonly X509Certificate2 _root;

    public TestAuthority()
    {
        using ECDsa rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest root = new("CN=Test authority", rootKey, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        _root = root.CreateSelfSigned(_from, _from.AddDays(10));

        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest server = new("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        server.CertificateExtensions.Add(names.Build());
        using X509Certificate2 signed = server.Create(_root, _from, _from.AddDays(5), [1, 2, 3, 4]);
        Server = signed.CopyWithPrivateKey(key);
    }

    public X509Certificate2 Server { get; }

    public string RootPem => _root.ExportCertificatePem();

    public void Dispose()
    {
        _root.Dispose();
        Server.Dispose();
    }
}
