using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using TenantTokens.Testing.Certificates;
using TenantTokens.Tooling;

namespace TenantTokens.Testing.Mail;

/// <summary>A real mail server (npm smtp-server) on a free port, with a certificate of its own authority.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    public const string User = "rotation-user";
    public const string Password = "p4ss w\u00f6rd";
    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("tenant-token-mail-");
    private readonly TestAuthority _authority = new();
    private Process _process = null!;

    private MailServer()
    {
    }

    public int Port { get; private set; }

    /// <summary>The PEM file of its authority.</summary>
    public string TrustedCa => Path.Combine(_place.FullName, "ca.pem");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="change">Changes its options, see scripts/smtp.js.</param>
    public static async Task<MailServer> StartAsync(Action<JsonObject>? change = null)
    {
        MailServer server = new();
        string key = Path.Combine(server._place.FullName, "key.pem");
        string certificate = Path.Combine(server._place.FullName, "cert.pem");
        using ECDsa privateKey = server._authority.Server.GetECDsaPrivateKey()!;
        await File.WriteAllTextAsync(key, privateKey.ExportPkcs8PrivateKeyPem(), Stop);
        await File.WriteAllTextAsync(certificate, server._authority.Server.ExportCertificatePem(), Stop);
        await File.WriteAllTextAsync(server.TrustedCa, server._authority.RootPem, Stop);
        JsonObject options = new() { ["key"] = key, ["cert"] = certificate, ["user"] = User, ["password"] = Password };
        change?.Invoke(options);

        string packages = Path.GetDirectoryName(Path.GetDirectoryName(await NodePackages.PathOfAsync("smtp-server/package.json", Stop)))!;
        ProcessStartInfo start = new(
            NodePackages.Node,
            [Path.Combine(AppContext.BaseDirectory, "scripts", "smtp.js"), options.ToJsonString()])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["NODE_PATH"] = packages;
        server._process = Process.Start(start)!;
        server.Port = (await server.ReadAsync())["port"]!.GetValue<int>();
        return server;
    }

    /// <summary>The next mail that it takes.</summary>
    public async Task<TakenMail> NextAsync()
    {
        JsonNode line = await ReadAsync();
        using MemoryStream data = new(Convert.FromBase64String(line["data"]!.GetValue<string>()));
        return new(
            await MimeKit.MimeMessage.LoadAsync(data, Stop),
            line["from"]!.GetValue<string>(),
            [.. line["to"]!.AsArray().Select(static to => to!.GetValue<string>())],
            line["secure"]!.GetValue<bool>(),
            line["user"]?.GetValue<string>());
    }

    /// <summary>Stops it and gives the mails that nobody has asked for.</summary>
    public async Task<int> CountRestAsync()
    {
        _process.Kill();
        return (await _process.StandardOutput.ReadToEndAsync(Stop)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _authority.Dispose();
        _place.Delete(recursive: true);
    }

    private async Task<JsonNode> ReadAsync()
        => await _process.StandardOutput.ReadLineAsync(Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Stop) is { } line
            ? JsonNode.Parse(line)!
            : throw new JsonException("The mail server has ended.");
}
