using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace TenantTokens.Web.Identity;

/// <summary>The API keys of one machine, one per role, in a file that only its owner can read. A key is a role, not a person.</summary>
public sealed class ApiKeyFile
{
    /// <summary>How a key begins, so that whoever finds one knows what it is.</summary>
    public const string Prefix = "ttk_";

    private static readonly WebRoles[] _roles = [WebRoles.Reader, WebRoles.Operator, WebRoles.Emergency];
    private readonly Dictionary<string, string> _keys;

    private ApiKeyFile(string path, Dictionary<string, string> keys, bool isNew)
    {
        Path = path;
        IsNew = isNew;
        _keys = keys;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Whether there was none before: only then is anybody told how to sign in.</summary>
    public bool IsNew { get; }

    /// <summary>Reads the file, making it (0600) when there is none.</summary>
    /// <exception cref="InvalidDataException">Others may read it, or it holds no keys; says what to do.</exception>
    public static ApiKeyFile Open(string path)
    {
        bool isNew = !File.Exists(path);
        if (isNew)
        {
            Create(path);
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) is not UnixFileMode.None)
        {
            throw new InvalidDataException($"Others than its owner may use {path}: delete it, and new keys are made.");
        }

        Dictionary<string, string>? keys = null;
        try
        {
            keys = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(path));
        }
        catch (JsonException)
        {
            // Said below, without quoting what is in it.
        }

        return keys is not null && _roles.All(role => keys.TryGetValue(NameOf(role), out string? key) && key is { Length: >= 40 })
            ? new ApiKeyFile(path, keys, isNew)
            : throw new InvalidDataException($"{path} does not hold a key for each role: delete it, and new keys are made.");
    }

    /// <summary>The role of a key; null when it is none of ours. Takes the same time for every wrong one.</summary>
    public WebRoles? RoleOf(string key)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));
        WebRoles? found = null;
        foreach (WebRoles role in _roles)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, SHA256.HashData(Encoding.UTF8.GetBytes(_keys[NameOf(role)]))))
            {
                found = role;
            }
        }

        return found;
    }

    private static string NameOf(WebRoles role) => role.ToString().ToLowerInvariant();

    private static void Create(string path)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using FileStream file = new(path, options);
        JsonSerializer.Serialize(file, _roles.ToDictionary(NameOf, static _ => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))));
    }
}
