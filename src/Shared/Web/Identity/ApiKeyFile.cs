using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace TenantTokens.Web.Identity;

/// <summary>
/// The API keys of one machine, one per role, in a file that only its owner can read. A key stands for a role, not a person. The file is
/// read whenever a key or session is checked, so removing a key ends it and the sessions that it began.
/// </summary>
public sealed class ApiKeyFile
{
    /// <summary>The prefix of every key, so that people who find one know what it is.</summary>
    public const string Prefix = "ttk_";

    private const int LeastKey = 40;
    private const int MaxBytes = 16 * 1024;
    private static readonly WebRoles[] _roles = [WebRoles.Reader, WebRoles.Operator, WebRoles.Emergency];

    private ApiKeyFile(string path, bool isNew)
    {
        Path = path;
        IsNew = isNew;
    }

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>Whether the file was created just now. Only then does the program print how to sign in.</summary>
    public bool IsNew { get; }

    /// <summary>Opens the file; creates it with mode 0600 when it does not exist.</summary>
    /// <exception cref="InvalidDataException">Other users may read the file, or it holds no keys. The message says what to do.</exception>
    public static ApiKeyFile Open(string path)
    {
        bool isNew = !File.Exists(path);
        if (isNew)
        {
            Create(path);
        }

        if (IsForOthersToo(path))
        {
            throw new InvalidDataException(
                $"Users other than its owner can open {path}. Delete the file; the program then creates new keys.");
        }

        ApiKeyFile file = new(path, isNew);
        return file.Read() is { Count: > 0 }
            ? file
            : throw new InvalidDataException(
                $"{path} does not hold exactly the keys of this program's roles. Delete the file; the program then creates new keys.");
    }

    /// <summary>Returns the role of a key; null when it is not one of ours. Every wrong key takes the same time.</summary>
    public WebRoles? RoleOf(string key) => RoleOfId(IdOf(key));

    /// <summary>Returns the role of the key with this id; null when there is no such key any more.</summary>
    public WebRoles? RoleOfId(string keyId)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(keyId);
        WebRoles? found = null;
        foreach ((WebRoles role, string key) in Read())
        {
            if (CryptographicOperations.FixedTimeEquals(wanted, Encoding.UTF8.GetBytes(IdOf(key))))
            {
                found = role;
            }
        }

        return found;
    }

    /// <summary>
    /// Returns the id of the key that has a role now; null when none has. The id is a hash from which the key cannot be derived.
    /// </summary>
    public string? IdOf(WebRoles role) => Read().TryGetValue(role, out string? key) ? IdOf(key) : null;

    private static string IdOf(string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static bool IsForOthersToo(string path)
        => !OperatingSystem.IsWindows()
            && (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) is not UnixFileMode.None;

    // There are no keys when the file is missing, incomplete, malformed or readable by other users: then no caller has a role.
    private Dictionary<WebRoles, string> Read()
    {
        try
        {
            Dictionary<string, string>? read = IsForOthersToo(Path) || new FileInfo(Path).Length > MaxBytes
                ? null
                : JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path));
            Dictionary<WebRoles, string> keys = [];
            foreach ((string name, string key) in read ?? [])
            {
                if (Array.Find(_roles, role => NameOf(role) == name) is not (not WebRoles.None and var role)
                    || key is not { Length: >= LeastKey })
                {
                    return [];
                }

                keys[role] = key;
            }

            return keys;
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            return []; // the content of the file is not quoted
        }
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
        JsonSerializer.Serialize(
            file,
            _roles.ToDictionary(NameOf, static _ => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))));
    }
}
