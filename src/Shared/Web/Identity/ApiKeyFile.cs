using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace TenantTokens.Web.Identity;

/// <summary>
/// The API keys of one machine, one per role, in a file that only its owner can read. A key is a role, not a person. The file is read
/// whenever a key or a session is checked, so that a key which is taken out counts no more, nor does a session that it began.
/// </summary>
public sealed class ApiKeyFile
{
    /// <summary>How a key begins, so that whoever finds one knows what it is.</summary>
    public const string Prefix = "ttk_";

    private const int LeastKey = 40;
    private const int MaxBytes = 16 * 1024;
    private static readonly WebRoles[] _roles = [WebRoles.Reader, WebRoles.Operator, WebRoles.Emergency];

    private ApiKeyFile(string path, bool isNew)
    {
        Path = path;
        IsNew = isNew;
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

    /// <summary>The role of a key; null when it is none of ours. Takes the same time for every wrong one.</summary>
    public WebRoles? RoleOf(string key) => RoleOfId(IdOf(key));

    /// <summary>The role that the key of this id has now; null when there is none such any more.</summary>
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

    /// <summary>The id of the key that has a role now; null when none has. It is a hash: a key cannot be got from it.</summary>
    public string? IdOf(WebRoles role) => Read().TryGetValue(role, out string? key) ? IdOf(key) : null;

    private static string IdOf(string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static bool IsForOthersToo(string path)
        => !OperatingSystem.IsWindows()
            && (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) is not UnixFileMode.None;

    // No keys when the file is gone, half written, for others to read, or not what it should be: then nobody has one.
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
            return []; // and what is in it is not quoted
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
