using Microsoft.Extensions.Configuration;
using TenantTokens.Ledger.AzureTables;

namespace TenantTokens.Functions;

/// <summary>The app's settings; everything else stands in rotation.json. DURABLE_BACKEND, RotationSchedule and the connections are read by the host.</summary>
/// <param name="ConfigurationPath">ROTATION_CONFIGURATION: the path of rotation.json, relative to the app. Default <c>rotation.json</c>.</param>
/// <param name="LedgerUri">LEDGER_TABLES_URI.</param>
/// <param name="LedgerConnectionString">LEDGER_TABLES_CONNECTION_STRING: for an emulator on this machine only.</param>
/// <param name="DataProtectionBlob">DATA_PROTECTION_BLOB_URI: the blob that holds the keys of antiforgery and cookies. Without it they live as long as the process.</param>
/// <param name="DataProtectionKey">DATA_PROTECTION_KEY_URI: the vault key that wraps them.</param>
/// <param name="RunCommandClientId">RUN_COMMAND_CLIENT_ID: the identity that may run commands, and nothing else. Without it the app's own does.</param>
internal sealed record AppSettings(string ConfigurationPath, string? LedgerUri, string? LedgerConnectionString, Uri? DataProtectionBlob, Uri? DataProtectionKey, string? RunCommandClientId)
{
    /// <summary>Reads them.</summary>
    /// <exception cref="InvalidOperationException">One of them is wrong; names it and what is allowed.</exception>
    public static AppSettings Read(IConfiguration settings)
    {
        AppSettings read = new(
            Path.Combine(AppContext.BaseDirectory, settings["ROTATION_CONFIGURATION"] is { Length: > 0 } path ? path : "rotation.json"),
            settings[LedgerTables.UriSetting],
            settings[LedgerTables.ConnectionStringSetting],
            ReadUri(settings, "DATA_PROTECTION_BLOB_URI"),
            ReadUri(settings, "DATA_PROTECTION_KEY_URI"),
            settings["RUN_COMMAND_CLIENT_ID"] is { Length: > 0 } client ? client : null);
        return read.DataProtectionBlob is null == read.DataProtectionKey is null
            ? read
            : throw new InvalidOperationException("DATA_PROTECTION_BLOB_URI and DATA_PROTECTION_KEY_URI belong together: set both or none.");
    }

    private static Uri? ReadUri(IConfiguration settings, string name)
        => settings[name] is not { Length: > 0 } text ? null
            : Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri is { Scheme: "https", Query: "" } ? uri
            : throw new InvalidOperationException($"{name} must be an https address without a signature. The value is not shown.");
}
