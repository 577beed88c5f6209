// The test cluster, run by an unprivileged user where the tests run as root.
#include "support/postgres_fixture.h"

#include <libpq-fe.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <stdexcept>

#include "store/embedded_cluster.h"

namespace furui::testing {
namespace {

namespace fs = std::filesystem;
constexpr uid_t kNobody = 65534;

/// Runs `body` as an unprivileged user; in this process where it is one already.
void unprivileged(const std::function<void()>& body) {
  if (geteuid() != 0) return body();
  const pid_t child = fork();
  if (child == 0) {
    if (setgid(kNobody) != 0 || setuid(kNobody) != 0) _exit(3);
    try {
      body();
      _exit(0);
    } catch (const std::exception& error) {
      fprintf(stderr, "%s\n", error.what());
      _exit(1);
    }
  }
  int status = 0;
  waitpid(child, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) throw std::runtime_error("the test cluster could not be started or stopped");
}

void execute(const std::string& url, const std::string& sql) {
  PGconn* connection = PQconnectdb(url.c_str());
  PGresult* result = PQexec(connection, sql.c_str());
  const bool fine = PQresultStatus(result) == PGRES_COMMAND_OK;
  const std::string message = PQerrorMessage(connection);
  PQclear(result);
  PQfinish(connection);
  if (!fine) throw std::runtime_error(sql + ": " + message);
}

}  // namespace

struct TestCluster::Parts {
  fs::path folder;
  std::string base;  // connection string without dbname
  int databases = 0;
  bool with_template = false;
  pid_t owner = getpid();

  fs::path data() const { return folder / "pg" / "data"; }
};

TestCluster& TestCluster::instance() {
  static TestCluster cluster;
  return cluster;
}

TestCluster::TestCluster() : parts_(std::make_unique<Parts>()) {
  if (const char* url = std::getenv("FURUI_TEST_DATABASE_URL")) {
    parts_->base = url;
    return;
  }
  char name[] = "/tmp/furui-test-XXXXXX";
  if (mkdtemp(name) == nullptr) throw std::runtime_error("no folder could be made under /tmp");
  parts_->folder = name;
  if (geteuid() == 0 && chown(name, kNobody, kNobody) != 0) throw std::runtime_error("the test folder could not be given away");
  restart();
  parts_->base = "host=" + (parts_->folder / "pg" / "socket").string() + " user=furui";
}

TestCluster::~TestCluster() {
  if (parts_->folder.empty() || getpid() != parts_->owner) return;
  try {
    unprivileged([&] { EmbeddedCluster::start(parts_->folder / "pg", parts_->folder / "log").stop(); });
  } catch (const std::exception&) {
  }
  std::error_code ignored;
  fs::remove_all(parts_->folder, ignored);
}

void TestCluster::restart() {
  unprivileged([&] { EmbeddedCluster::start(parts_->folder / "pg", parts_->folder / "log"); });
}

int TestCluster::postmaster() const {
  std::ifstream in(parts_->data() / "postmaster.pid");
  int pid = 0;
  in >> pid;
  return pid;
}

std::string TestCluster::log() const {
  std::ifstream in(parts_->folder / "log" / "postgresql.log");
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string TestCluster::fresh_database() {
  const std::string maintenance = parts_->base + " dbname=postgres";
  if (!parts_->with_template) {
    execute(maintenance, "CREATE DATABASE furui_template_" + std::to_string(getpid()));
    Database database({parts_->base + " dbname=furui_template_" + std::to_string(getpid()), 1, std::chrono::seconds(5)});
    migrate(database, std::string(FURUI_SOURCE_DIR) + "/migrations");
    parts_->with_template = true;
  }
  const std::string name = "furui_" + std::to_string(getpid()) + "_" + std::to_string(++parts_->databases);
  execute(maintenance, "CREATE DATABASE " + name + " TEMPLATE furui_template_" + std::to_string(getpid()));
  return parts_->base + " dbname=" + name;
}

std::unique_ptr<Database> fresh_store() {
  return std::make_unique<Database>(DatabaseOptions{TestCluster::instance().fresh_database(), 16, std::chrono::seconds(10)});
}

}  // namespace furui::testing
