// initdb, start, find running, stop, dump; by Debian's own server binaries.
#include "store/embedded_cluster.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <libpq-fe.h>
#include <sstream>
#include <thread>
#include <vector>

#include "core/error.h"   // for Error
#include "core/sha256.h"  // for sha256

namespace furui {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kMaxSocketPath = 107;
constexpr char kSocketFile[] = "/.s.PGSQL.5432";
constexpr int kOldestVersion = 15;

std::string read_line(const fs::path& file) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  return line;
}

/// The newest server's binaries, /usr/lib/postgresql/NN/bin.
fs::path newest_binaries() {
  int newest = 0;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", ignored)) {
    const int version = std::atoi(entry.path().filename().c_str());
    if (fs::exists(entry.path() / "bin" / "initdb", ignored)) newest = std::max(newest, version);
  }
  if (newest < kOldestVersion)
    throw Error(ErrorCode::kFailedPrecondition, "no PostgreSQL server of version 15 or newer is installed: install Debian's package "
                "postgresql-15, or name a running server with --database");
  return fs::path("/usr/lib/postgresql") / std::to_string(newest) / "bin";
}

/// The binaries of the version that made the cluster.
fs::path binaries_of(const fs::path& cluster) {
  const std::string version = read_line(cluster / "PG_VERSION");
  const fs::path binaries = fs::path("/usr/lib/postgresql") / version / "bin";
  if (!fs::exists(binaries / "postgres"))
    throw Error(ErrorCode::kFailedPrecondition, "the embedded database was made by PostgreSQL " + version + ", which is no longer installed: install Debian's "
                "package postgresql-" + version + ", or dump it there and restore it into a new one");
  return binaries;
}

/// Runs a program with its output appended to a log; gives its exit code.
int run(const std::vector<std::string>& command, const fs::path& log) {
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("no new process could be started");
  if (child == 0) {
    const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    const int in = open("/dev/null", O_RDONLY);
    dup2(in, 0);
    dup2(out, 1);
    dup2(out, 2);
    // The server must outlive whoever starts it.
    setsid();
    close_range(3, ~0U, 0);
    std::vector<char*> arguments;
    for (const std::string& part : command) arguments.push_back(const_cast<char*>(part.c_str()));
    arguments.push_back(nullptr);
    // Variables of the caller's own PostgreSQL must not reach this one.
    for (const char* name : {"PGHOST", "PGPORT", "PGDATA", "PGUSER", "PGDATABASE", "PGOPTIONS", "PGSERVICE"}) unsetenv(name);
    setenv("LC_ALL", "C.UTF-8", 1);
    if (chdir("/") != 0) _exit(126);
    execv(arguments[0], arguments.data());
    _exit(127);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string end_of(const fs::path& log) {
  std::ifstream in(log);
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  return text.size() > 600 ? text.substr(text.size() - 600) : text;
}

[[noreturn]] void fail(const std::string& what, const fs::path& log) {
  throw Error(ErrorCode::kFailedPrecondition, "the embedded database " + what + ". The end of its log:\n" + end_of(log) + "\nThe whole log: " + log.string());
}

/// Settings: a Unix socket only, no structure in the log, bulk loading.
std::string configuration(const fs::path& socket_folder) {
  return "# Written by furui when it made this cluster, and at each start.\n"
         "listen_addresses = ''\n"
         "unix_socket_directories = '" + socket_folder.string() + "'\n"
         "unix_socket_permissions = 0700\n"
         "max_connections = 60\n"
         "shared_buffers = 256MB\n"
         "work_mem = 32MB\n"
         "maintenance_work_mem = 128MB\n"
         "max_wal_size = 4GB\n"
         "min_wal_size = 256MB\n"
         "checkpoint_timeout = 15min\n"
         "checkpoint_completion_target = 0.9\n"
         "wal_compression = lz4\n"
         "fsync = on\n"
         "full_page_writes = on\n"
         "synchronous_commit = on\n"
         "jit = off\n"
         "recovery_init_sync_method = syncfs\n"
         "timezone = 'UTC'\n"
         // Structures are secrets: neither statements nor parameters nor the context of a COPY may reach the log.
         "log_statement = 'none'\n"
         "log_min_duration_statement = -1\n"
         "log_min_error_statement = panic\n"
         "log_error_verbosity = terse\n"
         "log_parameter_max_length = 0\n"
         "log_parameter_max_length_on_error = 0\n"
         // An error's own text may quote a value ("invalid input syntax …"); only the server's own troubles are logged.
         "log_min_messages = log\n"
         "logging_collector = off\n"
         "dynamic_shared_memory_type = posix\n";
}

/// A folder for the socket whose path fits: below the cluster, or, where that is too deep, one in /run/user or /tmp that
/// is named after the cluster's own place. It is told by the place alone, never by what the folder remembers: a copy
/// of a state folder must not find its way to the original's database.
fs::path choose_socket_folder(const fs::path& folder) {
  fs::path chosen = folder / "socket";
  if (chosen.string().size() + sizeof kSocketFile > kMaxSocketPath) {
    const fs::path run = "/run/user/" + std::to_string(geteuid());
    const std::string name = "furui-" + std::to_string(geteuid()) + "-" + to_hex(sha256(fs::canonical(folder).string())).substr(0, 16);
    chosen = (fs::is_directory(run) && access(run.c_str(), W_OK) == 0 ? run : fs::path("/tmp")) / name;
  }
  if (mkdir(chosen.c_str(), 0700) != 0 && errno != EEXIST) throw std::runtime_error("the folder of the database's socket cannot be made");
  struct stat status {};
  if (lstat(chosen.c_str(), &status) != 0 || !S_ISDIR(status.st_mode) || status.st_uid != geteuid())
    throw Error(ErrorCode::kFailedPrecondition, "the folder " + chosen.string() + " for the database's socket belongs to somebody else: remove it, or set FURUI_HOME to a shorter path");
  fs::permissions(chosen, fs::perms::owner_all);
  std::ofstream(folder / "socket_folder") << chosen.string() << '\n';  // for people who look for it
  return chosen;
}

/// Whether a living PostgreSQL process works in this very data folder, as every process of its server does.
bool is_server_of(int pid, const fs::path& data) {
  const std::string process = "/proc/" + std::to_string(pid);
  std::ifstream in(process + "/stat");
  std::string line;
  std::getline(in, line);
  // A killed server that nobody has reaped yet is still listed, in state Z.
  if (line.find("(postgres) ") == std::string::npos || line.find("(postgres) Z") != std::string::npos) return false;
  std::error_code hidden;
  return fs::equivalent(process + "/cwd", data, hidden) && !hidden;
}

/// A postmaster that runs on this data folder, or 0. The pid file of a copied folder names the original's.
int running_pid(const fs::path& data) {
  const int pid = std::atoi(read_line(data / "postmaster.pid").c_str());
  return pid > 0 && is_server_of(pid, data) ? pid : 0;
}

/// Whether any process of a PostgreSQL server works in the data folder.
bool is_worked_in(const fs::path& data) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator("/proc", ignored)) {
    const std::string name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") == std::string::npos && is_server_of(std::atoi(name.c_str()), data)) return true;
  }
  return false;
}

/// Removes the pid file and the socket's lock of a server that was killed and that its parent has not reaped, as in
/// a container without an init: PostgreSQL would take the zombie for a running server. Only where no process works
/// in the folder, so its own interlock loses nothing.
void clear_dead_locks(const fs::path& data, const fs::path& socket_folder) {
  if (running_pid(data) != 0 || is_worked_in(data)) return;
  std::error_code ignored;
  fs::remove(data / "postmaster.pid", ignored);
  fs::remove(socket_folder.string() + kSocketFile, ignored);
  fs::remove(socket_folder.string() + kSocketFile + ".lock", ignored);
}

bool answers(const std::string& url) { return PQping(url.c_str()) == PQPING_OK; }

/// Waits until the server answers, or has had its time to write a pid file and has none.
void wait_for_start(const std::string& url, const fs::path& data) {
  const auto started = std::chrono::steady_clock::now();
  while (!answers(url)) {
    if (std::chrono::steady_clock::now() - started > std::chrono::seconds(1) && running_pid(data) == 0) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

}  // namespace

EmbeddedCluster EmbeddedCluster::start(const fs::path& folder, const fs::path& log_folder) {
  if (geteuid() == 0) throw Error(ErrorCode::kFailedPrecondition, "PostgreSQL refuses to run as root: start furuid so that it can drop to the system user furui");
  EmbeddedCluster cluster;
  cluster.folder_ = folder;
  cluster.log_folder_ = log_folder;
  fs::create_directories(folder);
  fs::create_directories(log_folder);
  fs::permissions(folder, fs::perms::owner_all);
  cluster.socket_folder_ = choose_socket_folder(folder);
  const fs::path data = folder / "data";
  const fs::path log = log_folder / "postgresql.log";
  if (!fs::exists(data / "PG_VERSION")) {
    // Made beside and renamed when whole: an initdb that was killed leaves nothing that looks like a cluster.
    const fs::path fresh = folder / "data.new";
    fs::remove_all(fresh);
    if (run({(newest_binaries() / "initdb").string(), "-D", fresh.string(), "-U", "furui", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
             "--data-checksums", "--no-instructions", "--no-sync"}, log) != 0)
      fail("could not be made", log);
    sync();
    std::ofstream(fresh / "pg_hba.conf") << "# The socket's folder belongs to one user and lets nobody else in.\nlocal all all trust\n";
    fs::rename(fresh, data);
  }
  std::ofstream(data / "furui.conf") << configuration(cluster.socket_folder_);
  if (std::ifstream main(data / "postgresql.conf"); std::string((std::istreambuf_iterator<char>(main)), std::istreambuf_iterator<char>()).find("furui.conf") == std::string::npos)
    std::ofstream(data / "postgresql.conf", std::ios::app) << "\ninclude 'furui.conf'\n";
  cluster.ensure_running();
  return cluster;
}

void EmbeddedCluster::ensure_running() {
  const fs::path data = folder_ / "data";
  const fs::path log = log_folder_ / "postgresql.log";
  const std::string maintenance = "host=" + socket_folder_.string() + " user=furui dbname=postgres";
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(120);
  while (!answers(maintenance)) {
    if (std::chrono::steady_clock::now() > give_up) fail("does not start", log);
    if (running_pid(data) == 0) {
      clear_dead_locks(data, socket_folder_);
      // pg_ctl copes with the pid file that a killed server leaves; -W: we wait ourselves, faster than it polls. The
      // first try after a kill may find the old backends still leaving; the next one does not.
      run({(binaries_of(data) / "pg_ctl").string(), "-D", data.string(), "-l", log.string(), "-W", "-s", "start"}, log);
      wait_for_start(maintenance, data);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  PGconn* connection = PQconnectdb(maintenance.c_str());
  PGresult* known = PQexec(connection, "SELECT 1 FROM pg_database WHERE datname = 'furui'");
  const bool there = PQntuples(known) == 1;
  PQclear(known);
  if (!there) PQclear(PQexec(connection, "CREATE DATABASE furui"));
  PQfinish(connection);
}

std::string EmbeddedCluster::url() const { return "host=" + socket_folder_.string() + " user=furui dbname=furui"; }

int EmbeddedCluster::pid() const { return running_pid(folder_ / "data"); }

bool EmbeddedCluster::running() const { return pid() != 0; }

void EmbeddedCluster::stop() {
  const int postmaster = pid();
  if (postmaster == 0) return;
  kill(postmaster, SIGINT);  // fast shutdown: sessions end, nothing committed is lost
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (running_pid(folder_ / "data") == postmaster && std::chrono::steady_clock::now() < deadline) std::this_thread::sleep_for(std::chrono::milliseconds(20));
}

fs::path EmbeddedCluster::dump(const fs::path& backups) const {
  fs::create_directories(backups);
  fs::permissions(backups, fs::perms::owner_all);
  char stamp[32];
  const std::time_t now = std::time(nullptr);
  std::strftime(stamp, sizeof stamp, "%Y%m%dT%H%M%SZ", std::gmtime(&now));
  const fs::path file = backups / (std::string("furui-") + stamp + ".dump");
  const fs::path log = log_folder_ / "postgresql.log";
  if (run({(binaries_of(folder_ / "data") / "pg_dump").string(), "-Fc", "-f", file.string(), "-d", url()}, log) != 0) fail("could not be dumped", log);
  return file;
}

}  // namespace furui
