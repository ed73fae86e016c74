using System.Security.Cryptography;
using System.Text;
using TenantTokens.Machines;

namespace TenantTokens.RunCommand;

/// <summary>The scripts that run on hosts, exactly as they are in the repository.</summary>
public static class HostScripts
{
    public static string Linux { get; } = Read("rotate.sh");

    public static string Windows { get; } = Read("rotate.ps1");

    /// <summary>Returns the script for an operating system.</summary>
    public static string For(HostOperatingSystem operatingSystem) => operatingSystem switch
    {
        HostOperatingSystem.Linux => Linux,
        HostOperatingSystem.Windows => Windows,
        _ => throw new ArgumentOutOfRangeException(
            nameof(operatingSystem),
            operatingSystem,
            "There is no host script for an unknown operating system."),
    };

    /// <summary>The first 16 hex digits of SHA-256 over the scripts: part of the plan hash.</summary>
    public static string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Linux}\0{Windows}")))[..16];

    private static string Read(string name)
    {
        using Stream stream = typeof(HostScripts).Assembly.GetManifestResourceStream($"scripts/{name}")
            ?? throw new InvalidOperationException($"The build lacks the resource scripts/{name}.");
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
