using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using TenantTokens.Ledger.AzureTables;

namespace TenantTokens.Functions;

/// <summary>
/// The app's settings; everything else is in rotation.json. The host itself reads DURABLE_BACKEND, RotationSchedule and the connections.
/// </summary>
/// <param name="ConfigurationPath">
/// ROTATION_CONFIGURATION: the path of rotation.json, relative to the app. Default <c>rotation.json</c>.
/// </param>
/// <param name="LedgerUri">LEDGER_TABLES_URI: the address of the table service; null when not set.</param>
/// <param name="LedgerConnectionString">LEDGER_TABLES_CONNECTION_STRING: only for an emulator on this machine; null when not set.</param>
/// <param name="DataProtectionSecret">
/// DATA_PROTECTION_SECRET: the vault secret with the keys of forms and cookies. Without it, they last as long as the process.
/// </param>
/// <param name="RunCommandClientId">
/// RUN_COMMAND_CLIENT_ID: the client id of the identity that may only run commands. Without it, the app's own identity runs them.
/// </param>
/// <param name="HostName">WEBSITE_HOSTNAME, which the platform sets: the app's host name, without a port. Null elsewhere.</param>
internal sealed partial record AppSettings(
    string ConfigurationPath,
    string? LedgerUri,
    string? LedgerConnectionString,
    string? DataProtectionSecret,
    string? RunCommandClientId,
    string? HostName)
{
    private const string SecretSetting = "DATA_PROTECTION_SECRET";

    /// <summary>Reads the settings.</summary>
    /// <exception cref="InvalidOperationException">A setting is wrong; the message names it and what is allowed.</exception>
    public static AppSettings Read(IConfiguration settings) => new(
        Path.Combine(AppContext.BaseDirectory, settings["ROTATION_CONFIGURATION"] is { Length: > 0 } path ? path : "rotation.json"),
        settings[LedgerTables.UriSetting],
        settings[LedgerTables.ConnectionStringSetting],
        ReadSecretName(settings),
        settings["RUN_COMMAND_CLIENT_ID"] is { Length: > 0 } client ? client : null,
        settings["WEBSITE_HOSTNAME"] is { Length: > 0 } name ? name.Split(':')[0] : null);

    /// <summary>
    /// Refuses a key-ring secret that rotation.json uses for something else: a key would be taken for a token, or a token for a key.
    /// </summary>
    /// <param name="others">The names of the secrets in rotation.json.</param>
    /// <exception cref="InvalidOperationException">The key-ring secret is one of them.</exception>
    public void RefuseSharedSecret(IEnumerable<string> others)
    {
        if (DataProtectionSecret is not null && others.Contains(DataProtectionSecret, StringComparer.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException(
                $"{SecretSetting} names a vault secret that holds a token or the key of links; those of sign-ins and forms need one of"
                    + " their own.");
        }
    }

    private static string? ReadSecretName(IConfiguration settings)
        => settings[SecretSetting] is not { Length: > 0 } name ? null
            : SecretName().IsMatch(name) ? name
            : throw new InvalidOperationException(
                $"{SecretSetting} must be the name of a vault secret: 1 to 127 letters, digits or '-'. The value is not shown.");

    [GeneratedRegex(@"\A[0-9A-Za-z-]{1,127}\z")]
    private static partial Regex SecretName();
}
